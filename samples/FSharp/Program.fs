open PlasticityLab
open PlasticityLab.Models.Tasks
open PlasticityLab.Simulation.Rate

let experiment = Lab.Network(RateNetwork(Units = 200)).On(Chain(Items = 6)).Seed(100UL)

// Hebb's rule by its name, and a rule that reaches back in time typed as text.
for rule, eta in [ "hebb", 5.0; "dw = eta*post.rate*(pre.fast(20 ms) - w)", 10.0 ] do
    let network = experiment.Learn(rule, [ struct ("eta", eta) ]).Run()
    let replay = network.Replay |> Seq.map (fun item -> string (item + 1)) |> String.concat " "
    printfn $"""{rule}: score S = {network.Measure "S":F2}, plays {replay}"""
