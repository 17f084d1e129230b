using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Execution.Aggregation;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Execution.Aggregation;

public class LargeGroupSolverTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Solve_ValuesOfAnyShape_EqualsSortingThem(int shape)
    {
        var random = new Random(shape);
        double[] values = Some.Make(5000, _ => shape switch
        {
            1 => Some.Number(random),
            2 => random.Next(3) == 0 ? 7 : random.NextDouble(),
            3 => 1 + (random.Next(300) * Math.Pow(2, -52)),
            _ => random.Next(2) == 0 ? 0.0 : -0.0,
        });
        var plan = new AggregatePlan(new AggregateQuery { Functions = ["p0", "p12.5", "p50", "p99.9", "p100", "distinct"] });
        double[] quantiles = new double[5];
        int scans = 0;
        var solver = new LargeGroupSolver(plan, 3, values.Length, 250, sink =>
        {
            scans++;
            sink.Add(values.AsSpan(0, 2000));
            sink.Add(values.AsSpan(2000));
        });
        long distinct = solver.Solve(quantiles);
        double[] sorted = [.. values.Order()];
        Assert.Equal(plan.Probabilities.Select(probability => Quantiles.OfSorted(sorted, probability)), quantiles);
        Assert.Equal(values.Distinct().Count(), distinct);
        Assert.InRange(scans, 1, 80);
    }
}
