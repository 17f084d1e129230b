using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Adds values to a sketch.</summary>
internal sealed class SketchSink(int groupId, ValueSketch sketch) : ValueSink(groupId)
{
    protected override void Take(ReadOnlySpan<double> values) => sketch.Add(values);
}
