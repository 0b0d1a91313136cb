PlasticityLab.Cli.Terminal.SpeakUtf8();
return await PlasticityLab.Cli.CommandLine.RunAsync(args);
