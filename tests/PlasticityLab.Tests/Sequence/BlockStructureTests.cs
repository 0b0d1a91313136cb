using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Sequence;

public class BlockStructureTests
{
    private static readonly Assemblies FourOfThree = new(12, Enumerable.Range(0, 4).Select(k => Enumerable.Range(3 * k, 3).ToArray()));

    [Fact]
    public void A_forward_chain_has_flow_1_and_no_backward_lag()
    {
        var w = Matrix.From(12, 12, (i, j) => i / 3 == (j / 3) + 1 ? 0.5 : 0);
        var blocks = BlockStructure.Of(w, FourOfThree, 3);
        Assert.Equal(1.5, blocks.L(1), 12);
        Assert.Equal(0, blocks.L(-1), 12);
        Assert.Equal(1, blocks.Flow, 12);
        Assert.Equal(0.5, blocks.Asymmetry, 12);
    }

    [Fact]
    public void A_symmetric_matrix_has_no_flow_no_asymmetry_and_a_real_spectrum()
    {
        var blocks = BlockStructure.Of(Matrix.From(12, 12, (i, j) => 1 / (1.0 + Math.Abs((i / 3) - (j / 3)))), FourOfThree, 3);
        Assert.Equal(0, blocks.Flow, 12);
        Assert.Equal(0, blocks.Asymmetry, 12);
        Assert.Equal(0, blocks.ComplexShare, 12);
    }

    [Fact]
    public void An_antisymmetric_matrix_is_all_rotation()
    {
        var blocks = BlockStructure.Of(Matrix.From(12, 12, (i, j) => Math.Sign((i / 3) - (j / 3))), FourOfThree, 3);
        Assert.Equal(1, blocks.Asymmetry, 12);
        Assert.Equal(1, blocks.ComplexShare, 9);
    }

    [Fact]
    public void Neurons_of_two_items_do_not_count()
    {
        var overlapping = new Assemblies(
            5,
            [
                [0, 1, 2],
                [2, 3, 4],
            ]
        );
        var w = Matrix.From(5, 5, (i, j) => i == 2 || j == 2 ? 100 : 1);
        Assert.Equal(3, BlockStructure.Of(w, overlapping, 3).L(1), 12);
    }
}
