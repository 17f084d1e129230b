using System.Globalization;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>Figures in running text, for people: <c>1.2 M</c>, <c>$3.41</c>, <c>12 %</c>, <c>850 ms</c>. Invariant.</summary>
internal static class FigureText
{
    internal static string Count(double value) => Math.Abs(value) switch
    {
        >= 1e9 => Text($"{value / 1e9:0.#} G"),
        >= 1e6 => Text($"{value / 1e6:0.#} M"),
        >= 1e4 => Text($"{value / 1e3:0.#} k"),
        _ => Text($"{value:#,0}"),
    };

    internal static string Money(decimal value) => Math.Abs(value) switch
    {
        >= 1000 => Text($"${value:#,0}"),
        >= 0.01m or 0 => Text($"${value:0.00}"),
        _ => Text($"${value:0.0000}"),
    };

    internal static string Share(double value) => value is > 0 and < 0.01 ? Text($"{value * 100:0.0} %") : Text($"{value * 100:0} %");

    internal static string Seconds(double value) => value switch
    {
        < 1 => Text($"{value * 1000:0} ms"),
        < 120 => Text($"{value:0.#} s"),
        < 7200 => Text($"{value / 60:0} min"),
        _ => Text($"{value / 3600:0.#} h"),
    };

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
