using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>How two series of equal length move together, from -1 to 1; null below two pairs or where a series does not vary.</summary>
internal static class Correlation
{
    private const int BlockLength = 1024;

    /// <summary>
    /// Pearson's product-moment correlation of finite values, from deviations about the means. Series are scaled by powers of
    /// two, so that neither the greatest nor the least doubles overflow or vanish.
    /// </summary>
    public static double? Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Debug.Assert(x.Length == y.Length, "pairs");
        if (x.Length < 2)
        {
            return null;
        }

        MomentsAccumulator ofX = MomentsAccumulator.Of(x);
        MomentsAccumulator ofY = MomentsAccumulator.Of(y);
        if (ofX.Min == ofX.Max || ofY.Min == ofY.Max)
        {
            return null;
        }

        double scaleX = ScaleOf(ofX);
        double scaleY = ScaleOf(ofY);
        double meanX = ofX.Mean!.Value * scaleX;
        double meanY = ofY.Mean!.Value * scaleY;
        Sums total = default;
        for (int start = 0; start < x.Length; start += BlockLength)
        {
            int length = Math.Min(BlockLength, x.Length - start);
            total.Add(SumsOf(x.Slice(start, length), y.Slice(start, length), scaleX, scaleY, meanX, meanY));
        }

        // Corrected for what the means were rounded by.
        double xx = total.XX - (total.X * total.X / x.Length);
        double yy = total.YY - (total.Y * total.Y / x.Length);
        double xy = total.XY - (total.X * total.Y / x.Length);
        double size = Math.Sqrt(xx) * Math.Sqrt(yy);
        return size > 0 ? Math.Clamp(xy / size, -1, 1) : null;
    }

    /// <summary>Spearman's rank correlation of finite values: Pearson's of their ranks, where equal values share the mean of theirs.</summary>
    public static double? Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Debug.Assert(x.Length == y.Length, "pairs");
        using Scratch<double> ranksX = new(x.Length);
        using Scratch<double> ranksY = new(y.Length);
        int distinct = Math.Min(IndexSort.Ranks(x, ranksX.Span), IndexSort.Ranks(y, ranksY.Span));
        return distinct < 2 ? null : Pearson(ranksX.Span, ranksY.Span);
    }

    /// <summary>The power of two that brings the greatest magnitude near one, as far as a power of two can.</summary>
    private static double ScaleOf(in MomentsAccumulator moments)
    {
        double greatest = Math.Max(Math.Abs(moments.Min!.Value), Math.Abs(moments.Max!.Value));
        return Math.ScaleB(1, Math.Clamp(-Math.ILogB(greatest), -1022, 1022));
    }

    private static Sums SumsOf(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double scaleX, double scaleY, double meanX, double meanY)
    {
        Sums sums = default;
        int i = 0;
        if (Vector512.IsHardwareAccelerated && x.Length >= Vector512<double>.Count)
        {
            sums = Sums512(x, y, scaleX, scaleY, meanX, meanY, out i);
        }
        else if (Vector256.IsHardwareAccelerated && x.Length >= Vector256<double>.Count)
        {
            sums = Sums256(x, y, scaleX, scaleY, meanX, meanY, out i);
        }

        for (; i < x.Length; i++)
        {
            double dx = (x[i] * scaleX) - meanX;
            double dy = (y[i] * scaleY) - meanY;
            sums.Add(new Sums { X = dx, Y = dy, XX = dx * dx, YY = dy * dy, XY = dx * dy });
        }

        return sums;
    }

    private static Sums Sums512(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double scaleX, double scaleY, double meanX, double meanY, out int done)
    {
        ref double firstX = ref MemoryMarshal.GetReference(x);
        ref double firstY = ref MemoryMarshal.GetReference(y);
        Vector512<double> sumX = Vector512<double>.Zero, sumY = sumX, xx = sumX, yy = sumX, xy = sumX;
        int i = 0;
        for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> dx = (Vector512.LoadUnsafe(ref firstX, (nuint)i) * scaleX) - Vector512.Create(meanX);
            Vector512<double> dy = (Vector512.LoadUnsafe(ref firstY, (nuint)i) * scaleY) - Vector512.Create(meanY);
            sumX += dx;
            sumY += dy;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        done = i;
        return new Sums { X = Vector512.Sum(sumX), Y = Vector512.Sum(sumY), XX = Vector512.Sum(xx), YY = Vector512.Sum(yy), XY = Vector512.Sum(xy) };
    }

    private static Sums Sums256(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double scaleX, double scaleY, double meanX, double meanY, out int done)
    {
        ref double firstX = ref MemoryMarshal.GetReference(x);
        ref double firstY = ref MemoryMarshal.GetReference(y);
        Vector256<double> sumX = Vector256<double>.Zero, sumY = sumX, xx = sumX, yy = sumX, xy = sumX;
        int i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> dx = (Vector256.LoadUnsafe(ref firstX, (nuint)i) * scaleX) - Vector256.Create(meanX);
            Vector256<double> dy = (Vector256.LoadUnsafe(ref firstY, (nuint)i) * scaleY) - Vector256.Create(meanY);
            sumX += dx;
            sumY += dy;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        done = i;
        return new Sums { X = Vector256.Sum(sumX), Y = Vector256.Sum(sumY), XX = Vector256.Sum(xx), YY = Vector256.Sum(yy), XY = Vector256.Sum(xy) };
    }

    /// <summary>Sums of scaled deviations and of their products.</summary>
    private struct Sums
    {
        public double X;
        public double Y;
        public double XX;
        public double YY;
        public double XY;

        public void Add(in Sums other)
        {
            X += other.X;
            Y += other.Y;
            XX += other.XX;
            YY += other.YY;
            XY += other.XY;
        }
    }
}
