namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Count, sum, least, greatest, mean and centred second moment of finite values; mergeable.</summary>
internal struct MomentsAccumulator
{
    private double _sum;
    private double _rest;
    private double _mean;
    private double _secondMoment;
    private double _min;
    private double _max;

    internal long Count { get; private set; }

    internal readonly double? Min => Count == 0 ? null : _min;

    internal readonly double? Max => Count == 0 ? null : _max;

    internal readonly double? Sum => double.IsFinite(_sum + _rest) ? _sum + _rest : null;

    internal readonly double? Mean => Count == 0 ? null : (_sum + _rest) / Count;

    internal readonly double? StandardDeviation => Count < 2 ? null : Math.Sqrt(_secondMoment / (Count - 1));

    internal static MomentsAccumulator Of(ReadOnlySpan<double> values)
    {
        MomentsAccumulator moments = default;
        foreach (double value in values)
        {
            moments.Merge(new MomentsAccumulator { Count = 1, _sum = value, _mean = value, _min = value, _max = value });
        }

        return moments;
    }

    internal void Merge(in MomentsAccumulator other)
    {
        if (Count == 0 || other.Count == 0)
        {
            this = Count == 0 ? other : this;
            return;
        }

        double delta = other._mean - _mean;
        double total = (double)Count + other.Count;
        _secondMoment += other._secondMoment + (delta * delta * Count * other.Count / total);
        _mean += delta * other.Count / total;
        double sum = _sum + other._sum;
        double part = sum - _sum;
        _rest += other._rest + (_sum - (sum - part)) + (other._sum - part);
        _sum = sum;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
        Count += other.Count;
    }
}
