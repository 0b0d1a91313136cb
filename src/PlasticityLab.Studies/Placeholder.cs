namespace PlasticityLab.Studies;
