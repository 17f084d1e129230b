using System.Diagnostics.CodeAnalysis;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// What models cost, by provider and date. A book never changes: overrides give a new book with its own version, so a
/// version stored beside a computed cost always names the prices behind it. Immutable and thread-safe.
/// </summary>
public sealed class PriceBook
{
    private static readonly Lazy<PriceBook> Embedded = new(EmbeddedPrices.Load);

    private readonly string _baseVersion;
    private readonly IReadOnlyDictionary<string, string> _aliases;

    /// <summary>Rows of <see cref="Prices"/> that came in as overrides; the version depends on exactly these.</summary>
    private readonly IReadOnlyList<ModelPrice> _overrides;
    private readonly PriceTable _table;

    internal PriceBook(
        string baseVersion,
        IReadOnlyDictionary<string, string> aliases,
        IReadOnlyList<ModelPrice> prices,
        IReadOnlyList<ModelPrice> overrides,
        PriceOverrideSummary? summary)
    {
        _baseVersion = baseVersion;
        _aliases = aliases;
        _overrides = overrides;
        _table = new PriceTable(prices, aliases);
        Prices = prices;
        LastOverride = summary;
        Version = overrides.Count == 0 ? baseVersion : $"{baseVersion}+{PriceFingerprint.Of(overrides)}";
    }

    /// <summary>The published list prices of the Claude models, as shipped with this version of the library.</summary>
    public static PriceBook Default => Embedded.Value;

    /// <summary>
    /// The date of the shipped prices, such as <c>2026-11-01</c>; with overrides, <c>+</c> and eight hexadecimal digits
    /// of a hash over the rows that were overridden. The same overrides give the same version in any order and format.
    /// </summary>
    public string Version { get; }

    /// <summary>Every row, withdrawn ones included.</summary>
    public IReadOnlyList<ModelPrice> Prices { get; }

    /// <summary>What became of the rows of the last override, or <see langword="null"/> for a book without one.</summary>
    public PriceOverrideSummary? LastOverride { get; }

    /// <summary>
    /// Finds the price of a model. The named provider comes first (else the one in the model's prefix, else the model's
    /// vendor), then the exact id, the id without its date, and its aliases. Of the rows of the model the one that took
    /// effect last before <paramref name="at"/> counts; a row without a date has always been in effect.
    /// </summary>
    /// <param name="model">The model as the source wrote it; <see langword="null"/> is never found.</param>
    /// <param name="provider">Who served it, or <see langword="null"/>.</param>
    /// <param name="at">The moment of use.</param>
    /// <param name="match">The price, when found.</param>
    /// <returns>Whether a price is known.</returns>
    public bool TryFind(string? model, string? provider, DateTimeOffset at, [NotNullWhen(true)] out PriceMatch? match)
    {
        match = Find(model, provider, at, out _);
        return match is not null;
    }

    /// <summary>
    /// A book in which the given rows replace the ones for the same provider and model, from their date on (a row
    /// without a date replaces them all). A replaced row is replaced as a whole: its tiers, multipliers and search price
    /// are not inherited.
    /// </summary>
    /// <param name="prices">The rows.</param>
    /// <param name="options">How to take them in; <see langword="null"/> for the defaults.</param>
    /// <returns>The new book, or this one when there is nothing to apply.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="prices"/> or one of its rows is <see langword="null"/>.</exception>
    /// <exception cref="PriceFormatException">Rows are invalid; all of them are named and none was applied.</exception>
    public PriceBook WithOverrides(IEnumerable<ModelPrice> prices, PriceOverrideOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        PriceRows rows = new(PriceRowFields.Object);
        foreach (ModelPrice price in prices)
        {
            ArgumentNullException.ThrowIfNull(price, nameof(prices));
            rows.Add(price);
        }

        return With(rows, options);
    }

    /// <summary>
    /// A book with the rows of a price file in the LiteLLM format: one JSON object of model → prices in USD per token.
    /// Rows replace as in <see cref="WithOverrides"/>; a row may carry <c>effective_from</c> (ISO 8601) beyond that format.
    /// </summary>
    /// <param name="path">The file; up to 64 MB.</param>
    /// <param name="options">How to take it in; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The new book, or this one when there is nothing to apply.</returns>
    /// <exception cref="PriceFormatException">The file is not such an object or rows are invalid; none was applied.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<PriceBook> WithOverrideFileAsync(string path, PriceOverrideOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream file = new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.Asynchronous });
        await using (file.ConfigureAwait(false))
        {
            return await WithOverridesAsync(file, options, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A book with the rows of a stream in the LiteLLM format; see <see cref="WithOverrideFileAsync"/>.</summary>
    /// <param name="stream">UTF-8 JSON; up to 64 MB, read to its end and left open.</param>
    /// <param name="options">How to take it in; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The new book, or this one when there is nothing to apply.</returns>
    /// <exception cref="PriceFormatException">The text is not such an object or rows are invalid; none was applied.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<PriceBook> WithOverridesAsync(Stream stream, PriceOverrideOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return With(await LiteLlmPriceReader.ReadAsync(stream, cancellationToken).ConfigureAwait(false), options);
    }

    internal PriceMatch? Find(string? model, string? provider, DateTimeOffset at, out UnpricedReason reason) =>
        _table.Find(model, provider, at, out reason);

    private PriceBook With(PriceRows rows, PriceOverrideOptions? options)
    {
        if (rows.Errors.Count > 0 && options?.SkipInvalidRows != true)
        {
            throw new PriceFormatException(rows.Errors);
        }

        PriceOverrideSummary summary = new()
        {
            AppliedRows = rows.Valid.Count,
            NotTokenPricedRows = rows.NotTokenPriced,
            InvalidRows = rows.Invalid,
            Errors = rows.Errors,
        };
        return new PriceBook(_baseVersion, _aliases, Merge(Prices, rows.Valid), Merge(_overrides, rows.Valid), summary);
    }

    /// <summary>Keeps the rows that the new ones do not reach: other models, and the same model before the new date.</summary>
    private static List<ModelPrice> Merge(IReadOnlyList<ModelPrice> existing, IReadOnlyList<ModelPrice> added)
    {
        Dictionary<PriceKey, DateTimeOffset> replacedFrom = added
            .GroupBy(PriceKey.Of)
            .ToDictionary(group => group.Key, group => group.Min(row => row.EffectiveFrom ?? DateTimeOffset.MinValue));
        return [.. existing.Where(row => !IsReplaced(row)), .. added];

        bool IsReplaced(ModelPrice row) =>
            replacedFrom.TryGetValue(PriceKey.Of(row), out DateTimeOffset from) && (row.EffectiveFrom ?? DateTimeOffset.MinValue) >= from;
    }
}
