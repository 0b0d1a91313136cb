using PlasticityLab.Cli;

return await PlasticityProgram.RunAsync(args);
