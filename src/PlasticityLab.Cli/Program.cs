PlasticityLab.Cli.FrontDoor.StandardOutput.Use();
return await PlasticityLab.Cli.CommandLine.RunAsync(args);
