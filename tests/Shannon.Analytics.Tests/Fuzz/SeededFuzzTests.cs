using Shannon.Analytics.Fuzz;

namespace Shannon.Analytics.Tests.Fuzz;

/// <summary>The fuzz targets for a moment: all seeds, which include what was ever found, and some thousand mutations, the same in every run.</summary>
public class SeededFuzzTests
{
    [Theory]
    [InlineData("transcript", 2_000)]
    [InlineData("block", 20_000)]
    [InlineData("json", 20_000)]
    [InlineData("condition", 50_000)]
    public void Run_SeedsAndTheirMutations_OnlyTypedErrorsInBoundedTime(string name, int executions)
    {
        const int Seed = 20_260_105;
        var target = new TimedTarget(() => FuzzTargets.Create(name));
        var inputs = new SeededInputs(name, Seed);
        for (int i = 0; i < executions; i++)
        {
            byte[] input = inputs.Next();
            if (Record.Exception(() => target.Run(input)) is { } error)
            {
                Assert.Fail($"Input {i} of seed {Seed}, which is {Convert.ToHexString(input)}: {error}");
            }
        }
    }
}
