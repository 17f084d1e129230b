using System.Collections.Immutable;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>The formats that reports can be exported in. Starts with those of this package; add-on packages and hosts register more. Thread-safe.</summary>
public sealed class ReportFormatterRegistry
{
    /// <summary>Formats that live in other packages, with the package that has them.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pdf"] = "Shannon.Analytics.Documents",
        ["excel"] = "Shannon.Analytics.Documents",
        ["xlsx"] = "Shannon.Analytics.Documents",
    };

    private ImmutableList<IReportFormatter> _formatters = [.. CoreFormatters.All];

    /// <summary>The names of all formats, sorted.</summary>
    public IReadOnlyList<string> Formats => [.. _formatters.Select(formatter => formatter.Format).Order(StringComparer.Ordinal)];

    /// <summary>Adds a formatter; one of the same name is replaced.</summary>
    /// <param name="formatter">The formatter.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">Its name or extension is empty, or the extension has no dot.</exception>
    public ReportFormatterRegistry Register(IReportFormatter formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        ArgumentException.ThrowIfNullOrWhiteSpace(formatter.Format, nameof(formatter));
        if (formatter.FileExtension is not ['.', _, ..])
        {
            throw new ArgumentException($"The extension of the format '{formatter.Format}' is '{formatter.FileExtension}'; it must be a dot and a name, such as '.html'.", nameof(formatter));
        }

        ImmutableInterlocked.Update(ref _formatters, static (list, added) => list.RemoveAll(known => Same(known.Format, added.Format)).Add(added), formatter);
        return this;
    }

    /// <summary>Finds a formatter by the name of its format or by its extension without the dot, in any case: <c>excel</c> and <c>xlsx</c>, <c>markdown</c> and <c>md</c>.</summary>
    /// <param name="format">The format.</param>
    /// <exception cref="ReportExportException">Nobody registered it; the message names the formats there are, and the package to add if one has it.</exception>
    public IReportFormatter Find(string format)
    {
        ArgumentNullException.ThrowIfNull(format);
        ImmutableList<IReportFormatter> known = _formatters;
        return known.Find(formatter => Same(formatter.Format, format))
            ?? known.Find(formatter => Same(formatter.FileExtension[1..], format))
            ?? throw new ReportExportException(ReportExportProblem.UnknownFormat, Unknown(format));
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private string Unknown(string format) => Elsewhere.TryGetValue(format, out string? package)
        ? $"Nothing here writes the format '{format}'. Add the package {package} and call AddDocuments() on the formatters, or use one of: {string.Join(", ", Formats)}."
        : $"Nothing here writes the format '{format}'. Use one of: {string.Join(", ", Formats)}; or register an IReportFormatter of that name.";
}
