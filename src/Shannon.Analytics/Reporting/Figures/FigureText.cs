using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>Figures in running text, as documents write them: <c>1.2 M</c>, <c>$3.41</c>, <c>12 %</c>, <c>850 ms</c>. Invariant.</summary>
internal static class FigureText
{
    private static readonly ReportValueFormat Format = new(ReportPresentation.Default);

    internal static string Count(double value) => Format.Readable(value == Math.Truncate(value) && Math.Abs(value) < 1e15 ? ReportValue.Count((long)value) : ReportValue.Number(value));

    internal static string Money(decimal value) => Format.Readable(ReportValue.Money(value));

    internal static string Share(double value) => Format.Readable(ReportValue.Percent(value));

    internal static string Seconds(double value) => Format.Readable(ReportValue.Seconds(value));
}
