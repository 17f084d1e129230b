using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Realtime.Windows;

/// <summary>Quantiles of the values: exact below <see cref="ValueSketch.LeastSketched"/> of them, within 1 % from there on.</summary>
internal struct QuantileTotal : IWindowTotal<QuantileTotal>
{
    private ValueSketch? _values;

    public readonly bool IsEmpty => _values is null or { Count: 0 };

    public void Add(double value) => (_values ??= new ValueSketch()).Add(new ReadOnlySpan<double>(in value));

    public void Merge(in QuantileTotal other)
    {
        if (other._values is { } values)
        {
            (_values ??= new ValueSketch()).Merge(values);
        }
    }

    public readonly void Clear() => _values?.Clear();

    internal readonly double? Quantile(double probability) => _values?.Quantile(probability);
}
