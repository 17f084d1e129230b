using System.Runtime.CompilerServices;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Count, sum, least, greatest, mean and centred second moment of finite values; mergeable.
/// The sum is kept as an unevaluated pair of doubles, so that its error is that of one rounding; the second moment is
/// taken about the mean of each block and blocks are merged as Chan, Golub and LeVeque (1979) do.
/// </summary>
/// <remarks>
/// Nothing here becomes NaN or infinite. Once an extreme exceeds 2^480 in size, where squares would overflow, the sums
/// are kept in units of 2^600 and the second moment in units of 2^1200. The unit follows from the extremes alone,
/// so that stored parts need no flag. Squares of deviations below about 1e-154 underflow: such a spread is 0.
/// The default value is the empty accumulator. Minimum and maximum are never -0.0.
/// </remarks>
internal struct MomentsAccumulator
{
    // 2^480, 2^600 and 2^-600.
    private const double LargeExtreme = 3.1217485503159922e144;
    private const double Unit = 4.149515568880993e180;
    private const double PerUnit = 2.409919865102884e-181;

    private double _sum;
    private double _sumRest;
    private double _secondMoment;
    private double _min;
    private double _max;

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>The least value; null when empty.</summary>
    public readonly double? Min => Count == 0 ? null : _min;

    /// <summary>The greatest value; null when empty.</summary>
    public readonly double? Max => Count == 0 ? null : _max;

    /// <summary>The sum, 0 when empty; null when it is beyond the range of double.</summary>
    public readonly double? Sum => Finite((_sum + _sumRest) * CurrentUnit);

    /// <summary>The mean; null when empty.</summary>
    public readonly double? Mean => Count == 0 ? null : Math.Clamp(MeanInUnits * CurrentUnit, _min, _max);

    /// <summary>Sample standard deviation, that is with n - 1; null below two values or when it is beyond the range of double.</summary>
    public readonly double? StandardDeviation =>
        Count < 2 ? null : Finite(Math.Sqrt(Spread / (Count - 1)) * CurrentUnit);

    /// <summary>The sum of squared deviations from the mean, 0 when empty; null when it is beyond the range of double.</summary>
    public readonly double? SecondMoment => Finite(Spread * CurrentUnit * CurrentUnit);

    /// <summary>What a rollup stores beside count and extremes; hand it back to <see cref="Restore"/>.</summary>
    public readonly (double Sum, double SumRest, double SecondMoment) Parts => (_sum, _sumRest, _secondMoment);

    private readonly bool IsLarge => Math.Max(_max, -_min) > LargeExtreme;

    private readonly double CurrentUnit => IsLarge ? Unit : 1;

    // Equal values have no spread, whatever rounding says.
    private readonly double Spread => _min == _max ? 0 : _secondMoment;

    private readonly double MeanInUnits => (_sum + _sumRest) / Count;

    /// <summary>The moments of <paramref name="values"/>, which must be finite.</summary>
    public static MomentsAccumulator Of(ReadOnlySpan<double> values)
    {
        MomentsAccumulator moments = default;
        moments.Add(values);
        return moments;
    }

    /// <summary>Rebuilds an accumulator from stored parts.</summary>
    public static MomentsAccumulator Restore(long count, double min, double max, (double Sum, double SumRest, double SecondMoment) parts) => new()
    {
        Count = count,
        _min = min,
        _max = max,
        _sum = parts.Sum,
        _sumRest = parts.SumRest,
        _secondMoment = parts.SecondMoment,
    };

    /// <summary>Adds finite values.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        for (; values.Length > MomentsKernel.BlockLength; values = values[MomentsKernel.BlockLength..])
        {
            AddBlock(values[..MomentsKernel.BlockLength]);
        }

        if (!values.IsEmpty)
        {
            AddBlock(values);
        }
    }

    /// <summary>Adds one finite value; a span at a time is much quicker.</summary>
    public void Add(double value)
    {
        if (IsLarge || Math.Abs(value) > LargeExtreme)
        {
            AddLargeBlock(new ReadOnlySpan<double>(in value), value + 0.0, value + 0.0);
            return;
        }

        Merge(1, value + 0.0, value + 0.0, value, 0, 0);
    }

    /// <summary>Adds what <paramref name="other"/> has seen.</summary>
    public void Merge(in MomentsAccumulator other)
    {
        if (other.Count == 0)
        {
            return;
        }

        if (IsLarge == other.IsLarge)
        {
            Merge(other.Count, other._min, other._max, other._sum, other._sumRest, other._secondMoment);
            return;
        }

        ToLargeUnits();
        MomentsAccumulator added = other;
        added.ToLargeUnits();
        Merge(added.Count, added._min, added._max, added._sum, added._sumRest, added._secondMoment);
    }

    /// <summary>The rounded sum, and exactly what rounding lost (Knuth).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double TwoSum(double a, double b, out double error)
    {
        double sum = a + b;
        double part = sum - a;
        error = (a - (sum - part)) + (b - part);
        return sum;
    }

    private void AddBlock(ReadOnlySpan<double> values)
    {
        (double sum, double rest, double min, double max) = MomentsKernel.Sum(values);
        if (IsLarge || Math.Max(max, -min) > LargeExtreme)
        {
            AddLargeBlock(values, min, max);
            return;
        }

        double rounded = sum + rest;
        double secondMoment = MomentsKernel.SecondMoment(values, rounded / values.Length);
        Merge(values.Length, min, max, rounded, rest - (rounded - sum), secondMoment);
    }

    /// <summary>Rare: sums a scaled copy.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddLargeBlock(ReadOnlySpan<double> values, double min, double max)
    {
        ToLargeUnits();
        Span<double> scaled = stackalloc double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            scaled[i] = values[i] * PerUnit;
        }

        (double sum, double rest, _, _) = MomentsKernel.Sum(scaled);
        double rounded = sum + rest;
        double secondMoment = MomentsKernel.SecondMoment(scaled, rounded / values.Length);
        Merge(values.Length, min, max, rounded, rest - (rounded - sum), secondMoment);
    }

    /// <summary>Adds moments in the same unit as ours.</summary>
    private void Merge(long count, double min, double max, double sum, double sumRest, double secondMoment)
    {
        if (Count == 0)
        {
            (Count, _min, _max) = (count, min, max);
            (_sum, _sumRest, _secondMoment) = (sum, sumRest, secondMoment);
            return;
        }

        // Each mean is kept with what it was rounded by: their difference may be far smaller than they are.
        double perOurs = 1.0 / Count;
        double perTheirs = 1.0 / count;
        double ourMean = _sum * perOurs;
        double theirMean = sum * perTheirs;
        double ourRest = (Math.FusedMultiplyAdd(-ourMean, Count, _sum) + _sumRest) * perOurs;
        double theirRest = (Math.FusedMultiplyAdd(-theirMean, count, sum) + sumRest) * perTheirs;
        double delta = (theirMean - ourMean) + (theirRest - ourRest);
        _secondMoment += secondMoment + (delta * delta * (Count * (count / ((double)Count + count))));
        double high = TwoSum(_sum, sum, out double error);
        double low = error + (_sumRest + sumRest);
        _sum = high + low;
        _sumRest = low - (_sum - high);
        _min = min < _min ? min : _min;
        _max = max > _max ? max : _max;
        Count += count;
    }

    private void ToLargeUnits()
    {
        if (!IsLarge)
        {
            _sum *= PerUnit;
            _sumRest *= PerUnit;
            _secondMoment = _secondMoment * PerUnit * PerUnit;
        }
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
