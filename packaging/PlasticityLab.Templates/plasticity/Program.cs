return await PlasticityProgram.RunAsync(args);
