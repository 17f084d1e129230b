using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Metrics;

public class NamedValuesTests
{
    [Fact]
    public void Set_AgainstADictionary_BehavesAlikeInInsertionOrder()
    {
        var random = new Random(1);
        for (int round = 0; round < 200; round++)
        {
            var set = new MeasurementSet();
            var expected = new Dictionary<string, double>();
            var order = new List<string>();
            for (int i = random.Next(40); i > 0; i--)
            {
                string name = "n" + random.Next(12);
                double value = Some.Number(random);
                set[name] = value;
                if (!expected.ContainsKey(name))
                {
                    order.Add(name);
                }

                expected[name] = value;
            }

            Assert.Equal(order, set.Keys);
            Assert.Equal(order.Select(name => expected[name]), set.Values);
            Assert.Equal(order.Select(name => KeyValuePair.Create(name, expected[name])), set);
            Assert.Equal(expected.Count, set.Count);
            Assert.All(expected, pair => Assert.True(set.TryGetValue(pair.Key, out double value) && value.Equals(pair.Value) && set.ContainsKey(pair.Key)));
            Assert.False(set.ContainsKey("absent"));
        }
    }

    [Fact]
    public void Read_AbsentName_ThrowsWithoutNamingIt()
    {
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => new AttributeSet()["secret-name"]);
        Assert.DoesNotContain("secret-name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_DifferentCase_AreDifferent() => Assert.Equal(2, new AttributeSet { ["a"] = 1, ["A"] = 2 }.Count);

    [Fact]
    public void Equality_SameContentInAnyOrder_IsEqual()
    {
        var one = new AttributeSet { ["a"] = 1, ["b"] = "x" };
        var other = new AttributeSet { { "b", "x" }, { "a", 1 } };
        Assert.True(one.Equals(other) && one.Equals((object)other));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.False(one.Equals(new AttributeSet { ["a"] = 1 }));
        Assert.False(one.Equals(new AttributeSet { ["a"] = 1, ["b"] = "y" }));
        Assert.False(one.Equals(new AttributeSet { ["a"] = 1, ["c"] = "x" }));
        Assert.False(one.Equals(null));
    }

    [Fact]
    public void Set_Frozen_ThrowsAndSaysHowToCopy()
    {
        MetricInput metric = Some.Metric() with { Attributes = new AttributeSet { ["a"] = 1 } };
        metric.Freeze();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => metric.Attributes["a"] = 2);
        Assert.Contains("with", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => metric.Attributes.Add("b", 2));
        Assert.True(metric.Attributes.IsFrozen);
        Assert.Equal(1, metric.Attributes["a"].Number);
    }

    [Fact]
    public void With_FrozenMetric_CopyHasSetsOfItsOwn()
    {
        MetricInput original = Some.Metric() with { Attributes = new AttributeSet { ["a"] = 1 }, Measurements = new MeasurementSet { ["m"] = 1 } };
        original.Freeze();
        MetricInput copy = original with { SessionId = "s" };
        copy.Attributes["a"] = 2;
        copy.Measurements["m"] = 2;
        copy.Measurements["n"] = 3;
        Assert.Equal(1, original.Attributes["a"].Number);
        Assert.Equal([1.0], original.Measurements.Values);
        Assert.False(copy.Attributes.IsFrozen);
    }

    [Fact]
    public void Freeze_MetricWhoseSetsWereNeverTouched_RefusesChangesToo()
    {
        MetricInput metric = Some.Metric();
        metric.Freeze();
        Assert.Throws<InvalidOperationException>(() => metric.Attributes["late"] = "unfiltered");
        Assert.Throws<InvalidOperationException>(() => metric.Measurements["late"] = double.NaN);
        MetricInput copy = metric with { };
        copy.Attributes["a"] = 1;
        Assert.Single(copy.Attributes);
    }

    [Fact]
    public void MetricEquality_ReadingOrFreezingTheSets_ChangesNothing()
    {
        MetricInput untouched = Some.Metric();
        MetricInput read = Some.Metric();
        Assert.Empty(read.Attributes);
        MetricInput frozen = Some.Metric();
        frozen.Freeze();
        Assert.Equal(untouched, read);
        Assert.Equal(untouched, frozen);
        Assert.Equal(untouched.GetHashCode(), read.GetHashCode());
        Assert.Equal(untouched.GetHashCode(), frozen.GetHashCode());
    }

    [Fact]
    public void MetricEquality_EveryField_Counts()
    {
        var metric = new CustomMetric("a", 1) { SessionId = "s", Attributes = { ["x"] = 1 } };
        Assert.Equal(metric, new CustomMetric("a", 1) { SessionId = "s", Attributes = { ["x"] = 1 } });
        MetricInput[] others =
        [
            metric with { MetricName = "b" }, metric with { Value = 2 }, metric with { SessionId = null }, metric with { UserId = "u" }, metric with { Project = "p" },
            metric with { Model = "m" }, metric with { Timestamp = Some.Time }, metric with { Cost = 0 }, metric with { Key = new RecordKey("k") },
            metric with { Attributes = [] }, metric with { Measurements = new MeasurementSet { ["m"] = 1 } },
        ];
        Assert.All(others, other => Assert.NotEqual<MetricInput>(metric, other));
        Assert.NotEqual<MetricInput>(new SessionMetric("x"), new ResourceMetric("x"));
    }
}
