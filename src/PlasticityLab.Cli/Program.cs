return await PlasticityLab.Cli.CommandLine.RunAsync(args);
