using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>A vertical scale with round ticks.</summary>
internal sealed class ValueScale
{
    private const double Largest = 1e300;
    private const double Smallest = 1e-300;

    private static readonly double[] TimeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

    private ValueScale(double minimum, double maximum, double step)
    {
        Minimum = minimum;
        Maximum = maximum;
        Step = step;
        List<double> ticks = [];
        int count = (int)Math.Round((maximum / step) - (minimum / step));
        for (int index = 0; index <= count; index++)
        {
            // Multiplied, not added up, so that 0.1 + 0.2 stays 0.3 on the label; and no -0.
            double tick = Math.Round((minimum / step) + index) * step;
            ticks.Add(tick == 0 ? 0 : tick);
        }

        Ticks = ticks;
    }

    internal double Minimum { get; }

    internal double Maximum { get; }

    internal double Step { get; }

    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>A scale that holds all values. It starts at zero where zero is near, and always for bars and areas.</summary>
    internal static ValueScale For(IReadOnlyCollection<double> values, ReportValueKind kind, bool fromZero, int ticks)
    {
        // Beyond, differences would overflow; what is cut off there stands at the edge.
        double low = Math.Clamp(values.Min(), -Largest, Largest);
        double high = Math.Clamp(values.Max(), -Largest, Largest);
        if (fromZero || (low >= 0 && low < high * 0.6) || low == high)
        {
            low = Math.Min(0, low);
            high = Math.Max(0, high);
        }

        if (high - low < Smallest)
        {
            high = low + 1;
        }

        double step = RoundStep((high / ticks) - (low / ticks), kind);
        double minimum = Math.Floor(low / step) * step;
        double maximum = Math.Max(minimum + step, Math.Ceiling((high / step) - 1e-9) * step);
        return new ValueScale(minimum, maximum, step);
    }

    /// <summary>How far up a value stands, from 0 to 1.</summary>
    internal double Part(double value) => Math.Clamp((value - Minimum) / (Maximum - Minimum), 0, 1);

    private static double RoundStep(double rough, ReportValueKind kind)
    {
        if (kind == ReportValueKind.Duration && rough is > 1 and < 86_400)
        {
            return TimeSteps.First(step => step >= rough);
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double round = (rough / power) switch { <= 1.0001 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 };
        double result = round * power;
        return kind is ReportValueKind.Count or ReportValueKind.Bytes ? Math.Max(1, Math.Ceiling(result)) : result;
    }
}
