using Shannon.Analytics.Reporting.Charts;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Pdf;

/// <summary>The colours of paper: those of the light page.</summary>
internal static class PdfColors
{
    internal static readonly SKColor Ink = SKColor.Parse("16181d");
    internal static readonly SKColor Muted = SKColor.Parse("565d6b");
    internal static readonly SKColor Line = SKColor.Parse("d5dae2");
    internal static readonly SKColor Soft = SKColor.Parse("f1f3f7");
    internal static readonly SKColor Good = SKColor.Parse("116b3c");
    internal static readonly SKColor Bad = SKColor.Parse("b42318");
    internal static readonly SKColor NoteFill = SKColor.Parse("eef4ff");
    internal static readonly SKColor NoteLine = SKColor.Parse("4f7fe0");
    internal static readonly SKColor WarningFill = SKColor.Parse("fff6e0");
    internal static readonly SKColor WarningLine = SKColor.Parse("c77700");

    private static readonly SKColor Grid = SKColor.Parse("e3e7ed");
    private static readonly SKColor Axis = SKColor.Parse("8b93a1");
    private static readonly SKColor[] Series = [.. new[] { "2563eb", "c2500a", "0d7f72", "8b3fd9", "c2186a", "56750b", "0b7fab", "6b7280" }.Select(SKColor.Parse)];

    internal static SKColor Of(ChartShape shape)
    {
        SKColor color = shape.Ink switch
        {
            ChartInk.Text => Ink,
            ChartInk.Muted => Muted,
            ChartInk.Grid => Grid,
            ChartInk.Axis => Axis,
            _ => Series[shape.SeriesIndex % Series.Length],
        };
        return color.WithAlpha((byte)Math.Round(255 * shape.Opacity));
    }
}
