namespace PlasticityLab.Reports;
