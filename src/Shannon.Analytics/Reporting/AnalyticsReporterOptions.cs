using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Formatting;

namespace Shannon.Analytics.Reporting;

/// <summary>How an <see cref="AnalyticsReporter"/> works. Immutable and thread-safe.</summary>
public sealed record AnalyticsReporterOptions
{
    /// <summary>The prices for tokens that came without a cost. <see cref="PriceBook.Default"/> by default.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Default;

    /// <summary>Which cost counts where one was reported. <see cref="Pricing.CostMode.Auto"/> by default. Only cost reports can be asked for another one.</summary>
    public CostMode CostMode { get; init; } = CostMode.Auto;

    /// <summary>The formats that reports are exported in. Those of this package by default.</summary>
    public ReportFormatterRegistry Formatters { get; init; } = new();

    internal void Validate()
    {
        var errors = new List<string>();
        OptionChecks.NotNull(errors, nameof(Prices), Prices);
        OptionChecks.NotNull(errors, nameof(Formatters), Formatters);
        OptionChecks.Range(errors, nameof(CostMode), (int)CostMode, (int)CostMode.Auto, (int)CostMode.Display);
        OptionChecks.ThrowIfAny(nameof(AnalyticsReporterOptions), errors);
    }
}
