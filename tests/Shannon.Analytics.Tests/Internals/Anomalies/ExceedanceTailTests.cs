using Shannon.Analytics.Internals.Anomalies;

namespace Shannon.Analytics.Tests.Internals.Anomalies;

public class ExceedanceTailTests
{
    [Fact]
    public void Decades_ExponentialStatistic_EstimatesItsTail()
    {
        // The statistic -ln(U) has P(at least x) = e^-x.
        List<double> estimates = [];
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            ExceedanceTail tail = new();
            for (int i = 0; i < 5000; i++)
            {
                tail.Add(-Math.Log(1 - random.NextDouble()));
            }

            estimates.Add(tail.Decades(4.5 * Math.Log(10), 0));
        }

        // Clusters lose some of the largest values, so that the tail is taken to be a little heavier or lighter than it is.
        Assert.InRange(estimates.Average(), 3.6, 5.4);
    }

    [Fact]
    public void ValueAt_Decades_IsTheirInverse()
    {
        Random random = new(1);
        ExceedanceTail tail = new();
        for (int i = 0; i < 3000; i++)
        {
            tail.Add(random.NextDouble());
        }

        Assert.Equal(4, tail.Decades(tail.ValueAt(4, 0), 0), 1e-9);
    }

    [Fact]
    public void Decades_BeforeEnoughIsKnown_AreZero()
    {
        ExceedanceTail tail = new();
        for (int i = 0; i < 49; i++)
        {
            Assert.Equal(0, tail.Decades(1e6, 0));
            tail.Add(i % 7);
        }
    }

    [Fact]
    public void Add_LongPlateau_IsOnePeakUntilItIsTheNewNormal()
    {
        ExceedanceTail tail = new();
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            tail.Add(random.NextDouble());
        }

        for (int i = 0; i < 280; i++)
        {
            tail.Add(10);
        }

        Assert.InRange(tail.Decades(10, 0), 3, 20);
        for (int i = 0; i < 6000; i++)
        {
            tail.Add(10);
        }

        Assert.InRange(tail.Decades(10, 0), 0, 0.5);
    }

    [Fact]
    public void Add_GenerationsLater_OldPeaksAreForgotten()
    {
        ExceedanceTail tail = new();
        tail.Add(1e6);
        for (int i = 0; i < 25_000; i++)
        {
            tail.Add(i % 10);
        }

        Assert.InRange(tail.ValueAt(3, 0), 5, 50);
    }
}
