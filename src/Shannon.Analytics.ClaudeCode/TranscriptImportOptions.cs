using System.Globalization;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>How a <see cref="TranscriptImporter"/> works. Immutable and thread-safe.</summary>
public sealed record TranscriptImportOptions
{
    /// <summary>The user that records are stored under; <see langword="null"/> (the default) for none. Transcripts do not name one.</summary>
    public string? UserId { get; init; }

    /// <summary>The prices that costs are computed with; <see cref="PriceBook.Default"/> by default.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Default;

    /// <summary>Which cost counts where the transcript reports one, as old versions did; <see cref="CostMode.Auto"/> by default.</summary>
    public CostMode CostMode { get; init; } = CostMode.Auto;

    /// <summary>
    /// Lines longer than this many bytes are skipped and counted; 1,024 to 2,000,000,000, 256 MB by default. Memory does not
    /// grow with it as a rule: of lines beyond 1 MB only the beginning of each text is kept.
    /// </summary>
    public int MaxLineBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>How many files are read at once; 1 to 64, by default the number of processors, at most 4.</summary>
    public int Parallelism { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Throws if an option is out of range.</summary>
    /// <exception cref="InvalidOptionsException">Names every option that is.</exception>
    internal void Validate()
    {
        var errors = new List<string>();
        if (UserId is { } user && (string.IsNullOrWhiteSpace(user) || user.Length > Metrics.MetricLimits.MaxIdLength))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"UserId has {user.Length} characters; allowed are 1 to {Metrics.MetricLimits.MaxIdLength}, or null."));
        }

        if (Prices is null)
        {
            errors.Add("Prices is null; use PriceBook.Default or a book of your own.");
        }

        if (CostMode is < CostMode.Auto or > CostMode.Display)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"CostMode is {(int)CostMode}; use Auto, Calculate or Display."));
        }

        if (MaxLineBytes is < 1024 or > 2_000_000_000)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"MaxLineBytes is {MaxLineBytes}; allowed are 1024 to 2000000000."));
        }

        if (Parallelism is < 1 or > 64)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Parallelism is {Parallelism}; allowed are 1 to 64."));
        }

        if (errors.Count > 0)
        {
            throw new InvalidOptionsException(nameof(TranscriptImportOptions), errors);
        }
    }
}
