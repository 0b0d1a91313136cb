Console.WriteLine("See ./plasticity bench --help");
