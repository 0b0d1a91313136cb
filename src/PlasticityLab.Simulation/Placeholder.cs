namespace PlasticityLab.Simulation;
