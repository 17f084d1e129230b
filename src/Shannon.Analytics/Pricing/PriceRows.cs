using System.Globalization;

namespace Shannon.Analytics.Pricing;

/// <summary>Collects the rows of one source: sound ones, and everything wrong with the others.</summary>
internal sealed class PriceRows(PriceRowFields fields)
{
    private readonly Dictionary<(PriceKey Key, DateTimeOffset? From), string> _seen = [];

    public List<ModelPrice> Valid { get; } = [];

    public List<PriceRowError> Errors { get; } = [];

    public int Invalid { get; private set; }

    public int NotTokenPriced { get; private set; }

    /// <summary>Takes a row in if it is sound and the only one for its model and date.</summary>
    public void Add(ModelPrice row)
    {
        if (!PriceValidator.Check(row, fields, Errors))
        {
            Invalid++;
        }
        else if (!_seen.TryAdd((PriceKey.Of(row), row.EffectiveFrom), row.Model))
        {
            string first = _seen[(PriceKey.Of(row), row.EffectiveFrom)];
            AddInvalid([new PriceRowError(row.Model, string.Empty, string.Create(
                CultureInfo.InvariantCulture,
                $"is the second row for this model and date, after '{first}'; keep one, or give them different dates"))]);
        }
        else
        {
            Valid.Add(row);
        }
    }

    /// <summary>Counts one row that could not be read.</summary>
    public void AddInvalid(IEnumerable<PriceRowError> errors)
    {
        Errors.AddRange(errors);
        Invalid++;
    }

    public void SkipNotTokenPriced() => NotTokenPriced++;
}
