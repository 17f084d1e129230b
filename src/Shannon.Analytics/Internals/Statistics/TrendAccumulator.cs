using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// The least-squares slope of values over time, mergeable: means of both and their centred second moments, block by block.
/// </summary>
/// <remarks>Times are microseconds within 285 years of <c>origin</c>, which must be the same for all that is merged.</remarks>
internal struct TrendAccumulator
{
    private const double MicrosPerMinute = 60e6;

    private long _count;
    private long _first;
    private long _last;
    private double _meanTime;
    private double _meanValue;
    private double _timeMoment;
    private double _crossMoment;

    /// <summary>Change of the value per minute; null below two times that differ, or beyond the range of double.</summary>
    public readonly double? SlopePerMinute
    {
        get
        {
            double slope = _crossMoment / _timeMoment;
            return _first < _last && double.IsFinite(slope) ? slope : null;
        }
    }

    /// <summary>The trend of some points, whose times ascend.</summary>
    public static TrendAccumulator Of(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin)
    {
        TrendAccumulator trend = default;
        if (times.IsEmpty)
        {
            return trend;
        }

        (double sumTime, double sumValue) = Sums(times, values, origin);
        trend._count = times.Length;
        trend._first = times[0];
        trend._last = times[^1];
        trend._meanTime = sumTime / times.Length;
        trend._meanValue = sumValue / times.Length;
        (trend._timeMoment, trend._crossMoment) = Moments(times, values, origin, trend._meanTime, trend._meanValue);
        return trend;
    }

    /// <summary>Adds what another has seen.</summary>
    public void Merge(in TrendAccumulator other)
    {
        if (other._count == 0)
        {
            return;
        }

        if (_count == 0)
        {
            this = other;
            return;
        }

        _first = Math.Min(_first, other._first);
        _last = Math.Max(_last, other._last);
        double total = (double)_count + other._count;
        double time = other._meanTime - _meanTime;
        double value = other._meanValue - _meanValue;
        double weight = _count * (other._count / total);
        _timeMoment += other._timeMoment + (time * time * weight);
        _crossMoment += other._crossMoment + (time * value * weight);
        _meanTime += time * (other._count / total);
        _meanValue += value * (other._count / total);
        _count += other._count;
    }

    private static double Minutes(long time, long origin) => unchecked(time - origin) / MicrosPerMinute;

    private static (double Time, double Value) Sums(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin)
    {
        double time = 0;
        double value = 0;
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> timeSums = Vector512<double>.Zero;
            Vector512<double> valueSums = timeSums;
            for (; i <= times.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            {
                timeSums += Minutes(times, i, origin);
                valueSums += Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);
            }

            time = Vector512.Sum(timeSums);
            value = Vector512.Sum(valueSums);
        }

        for (; i < times.Length; i++)
        {
            time += Minutes(times[i], origin);
            value += values[i];
        }

        return (time, value);
    }

    private static (double Time, double Cross) Moments(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long origin, double meanTime, double meanValue)
    {
        double squares = 0;
        double products = 0;
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> squareSums = Vector512<double>.Zero;
            Vector512<double> productSums = squareSums;
            for (; i <= times.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            {
                Vector512<double> time = Minutes(times, i, origin) - Vector512.Create(meanTime);
                squareSums += time * time;
                productSums += time * (Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i) - Vector512.Create(meanValue));
            }

            squares = Vector512.Sum(squareSums);
            products = Vector512.Sum(productSums);
        }

        for (; i < times.Length; i++)
        {
            double time = Minutes(times[i], origin) - meanTime;
            squares += time * time;
            products += time * (values[i] - meanValue);
        }

        return (squares, products);
    }

    private static Vector512<double> Minutes(ReadOnlySpan<long> times, int index, long origin) =>
        Vector512.ConvertToDouble(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(times), (nuint)index) - Vector512.Create(origin)) / Vector512.Create(MicrosPerMinute);
}
