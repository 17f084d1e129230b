namespace Shannon.Analytics.Metrics;

/// <summary>The measurements of a metric by name, such as <c>prompt_tokens</c> → 150; all finite. See <see cref="NamedValues{T}"/> for how it is filled and frozen.</summary>
public sealed class MeasurementSet : NamedValues<double>
{
    /// <summary>Creates an empty set.</summary>
    public MeasurementSet()
    {
    }

    internal MeasurementSet(MeasurementSet original)
        : base(original)
    {
    }

    internal MeasurementSet(string[] names, double[] values)
        : base(names, values)
    {
    }

    internal static MeasurementSet Empty { get; } = new([], []);
}
