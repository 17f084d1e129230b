using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class QuantilesTests
{
    private static readonly double[] Probabilities = [0.5, 0, 1, 0.95, 0.99, 0.999, 0.25, 0.5, 0.01, 0.75, 0.9];

    [Fact]
    public void Compute_EveryShape_MatchesSorting()
    {
        foreach ((string name, double[] values) in ValueShapes.All())
        {
            Check(name, values, Probabilities);
            Check(name, values, [0.5]);
        }
    }

    [Fact]
    public void Compute_LongSpans_MatchSorting()
    {
        foreach ((string name, double[] values) in ValueShapes.Of(70_001, SampledSelect.LeastLength + 5))
        {
            Check(name, values, Probabilities);
        }
    }

    [Fact]
    public void Compute_ManyProbabilities_MatchSorting() =>
        Check("random", [.. Enumerable.Range(0, 999).Select(_ => Random.Shared.NextDouble())], [.. Enumerable.Range(0, 201).Select(i => i / 200.0)]);

    [Fact]
    public void TrySelect_EveryLongShape_IsRightOrDeclines()
    {
        int answered = 0;
        int asked = 0;
        foreach ((string name, double[] values) in ValueShapes.Of(200_000))
        {
            double[] sorted = [.. values.Order()];
            double[] original = [.. values];
            int[] ranks = [0, 1, 99_999, 100_000, 190_000, 199_998];
            double[] selected = new double[ranks.Length];
            asked++;
            if (SampledSelect.TrySelect(values, ranks, selected))
            {
                answered++;
                Assert.True(ranks.Select(rank => sorted[rank]).SequenceEqual(selected), name);
            }

            Assert.True(original.AsSpan().SequenceEqual(values), name);
        }

        Assert.True(answered >= asked / 2, $"{answered} of {asked}");
    }

    [Fact]
    public void Partition_EveryShapeAndWidth_MatchesPlainTwin()
    {
        foreach ((string name, double[] values) in ValueShapes.All())
        {
            foreach (double pivot in new[] { values[0], values[^1], 0, 0.5, double.PositiveInfinity, double.NegativeInfinity })
            {
                int expected = values.Count(value => value < pivot);
                foreach (var (width, partition) in Partitions(values.Length))
                {
                    double[] copy = [.. values];
                    Assert.True(partition(copy, pivot) == expected, $"{name} {width}");
                    Assert.True(copy.Take(expected).All(value => value < pivot) && copy.Skip(expected).All(value => value >= pivot), $"{name} {width}");
                    Array.Sort(copy);
                    Assert.True(copy.SequenceEqual(values.Order()), $"{name} {width}");
                }
            }
        }
    }

    [Fact]
    public void Split_EveryShapeAndWidth_MatchesPlainTwin()
    {
        foreach ((string name, double[] values) in ValueShapes.All())
        {
            foreach (double pivot in new[] { values[0], values[^1], 0, 0.5, double.PositiveInfinity, double.NegativeInfinity })
            {
                double[] below = [.. values.Where(value => value < pivot)];
                double[] rest = [.. values.Where(value => !(value < pivot))];
                foreach (var (width, split) in Splits())
                {
                    double[] front = [.. values];
                    double[] other = new double[values.Length];
                    Assert.True(split(front, other, pivot) == below.Length, $"{name} {width}");
                    Assert.True(below.AsSpan().SequenceEqual(front.AsSpan(0, below.Length)) && rest.AsSpan().SequenceEqual(other.AsSpan(0, rest.Length)), $"{name} {width}");
                }
            }
        }
    }

    [Fact]
    public void SmallSort_EveryShape_Sorts()
    {
        foreach ((string name, double[] values) in ValueShapes.Of([.. Enumerable.Range(1, SmallSort.MaxLength)]))
        {
            double[] sorted = [.. values];
            SmallSort.Sort(sorted);
            Assert.True(sorted.SequenceEqual(values.Order()), name);
            sorted = [.. values];
            SmallSort.SortByInsertion(sorted);
            Assert.True(sorted.SequenceEqual(values.Order()), name);
        }
    }

    [Fact]
    public void Compute_KnownValues_AreTypeSeven()
    {
        Assert.Equal(2.5, Quantiles.Compute([4, 1, 3, 2], 0.5));
        Assert.Equal(1.75, Quantiles.Compute([4, 1, 3, 2], 0.25));
        Assert.Equal(3.85, Quantiles.Compute([4, 1, 3, 2], 0.95), 15);
        Assert.Equal(7, Quantiles.Compute([7], 0.3));
    }

    [Fact]
    public void Compute_ExtremesApart_StaysFinite()
    {
        Assert.Equal(0, Quantiles.Compute([double.MaxValue, double.MinValue], 0.5));
        Assert.True(double.IsFinite(Quantiles.Compute([double.MaxValue, double.MinValue], 0.999)));
    }

    [Fact]
    public void Compute_BadArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => Quantiles.Compute([], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantiles.Compute([1], 95));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantiles.Compute([1], double.NaN));
    }

    private static void Check(string name, double[] values, double[] probabilities)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        double[] results = new double[probabilities.Length];
        double[] scratch = [.. values];
        Quantiles.Compute(scratch, probabilities, results);
        for (int i = 0; i < probabilities.Length; i++)
        {
            double expected = Quantiles.OfSorted(sorted, probabilities[i]);
            Assert.True(expected == results[i], $"{name}: p = {probabilities[i]}, {expected:R} expected, {results[i]:R} found");
        }
    }

    private static IEnumerable<(string Width, Func<double[], double[], double, int> Split)> Splits()
    {
        yield return ("plain", (values, rest, pivot) => SplitKernel.SplitFrom(values, rest, pivot, 0, 0));
        yield return ("best", (values, rest, pivot) => SplitKernel.Split(values, rest, pivot));
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
        {
            yield return ("256", (values, rest, pivot) => SplitKernel.Split256(values, rest, pivot));
        }
    }

    private static IEnumerable<(string Width, Func<double[], double, int> Partition)> Partitions(int length)
    {
        yield return ("plain", (values, pivot) => PartitionKernel.PartitionScalar(values, pivot));
        yield return ("best", (values, pivot) => PartitionKernel.Partition(values, pivot));
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported && length >= 8)
        {
            yield return ("256", (values, pivot) => PartitionKernel.Partition256(values, pivot));
        }

        if (System.Runtime.Intrinsics.X86.Avx512F.IsSupported && length >= 16)
        {
            yield return ("512", (values, pivot) => PartitionKernel.Partition512(values, pivot));
        }
    }
}
