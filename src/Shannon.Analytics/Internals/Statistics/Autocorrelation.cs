namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// How a series resembles itself some steps later: the biased estimate of G. E. P. Box and G. M. Jenkins, "Time Series Analysis" (1970), whose values
/// lie from -1 to 1. 0 where the series does not vary.
/// </summary>
internal static class Autocorrelation
{
    /// <summary>The autocorrelation of finite values at one lag.</summary>
    public static double At(ReadOnlySpan<double> values, int lag)
    {
        if (lag >= values.Length)
        {
            return 0;
        }

        MomentsAccumulator moments = MomentsAccumulator.Of(values);
        double scale = Scale(moments);
        double mean = moments.Mean!.Value * scale;
        double total = 0;
        double shared = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double deviation = (values[i] * scale) - mean;
            total += deviation * deviation;
            shared += i >= lag ? deviation * ((values[i - lag] * scale) - mean) : 0;
        }

        return total > 0 && moments.Min != moments.Max ? Math.Clamp(shared / total, -1, 1) : 0;
    }

    /// <summary>Writes the autocorrelations at the lags 1, 2, ….</summary>
    public static void Function(ReadOnlySpan<double> values, Span<double> autocorrelations, CancellationToken cancellationToken)
    {
        autocorrelations.Clear();
        if (values.IsEmpty)
        {
            return;
        }

        MomentsAccumulator moments = MomentsAccumulator.Of(values);
        double scale = Scale(moments);
        double mean = moments.Mean!.Value * scale;
        double[] deviations = new double[values.Length];
        double total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            deviations[i] = (values[i] * scale) - mean;
            total += deviations[i] * deviations[i];
        }

        if (!(total > 0) || moments.Min == moments.Max)
        {
            return;
        }

        for (int lag = 1; lag <= autocorrelations.Length && lag < values.Length; lag++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double shared = 0;
            for (int i = lag; i < deviations.Length; i++)
            {
                shared += deviations[i] * deviations[i - lag];
            }

            autocorrelations[lag - 1] = Math.Clamp(shared / total, -1, 1);
        }
    }

    /// <summary>A power of two that brings the values near 1, so that no square overflows or vanishes.</summary>
    internal static double Scale(in MomentsAccumulator moments)
    {
        double greatest = Math.Max(Math.Abs(moments.Min!.Value), Math.Abs(moments.Max!.Value));
        return greatest > 0 ? Math.ScaleB(1, Math.Clamp(-Math.ILogB(greatest), -1022, 1022)) : 1;
    }
}
