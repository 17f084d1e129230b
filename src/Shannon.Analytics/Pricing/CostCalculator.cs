using System.Globalization;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// Turns usage into cost: the reported one, or exact decimal arithmetic over the rates of a price book. Re-pricing is
/// calculating again with another book. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// The cost of a request is (Σ tokens of a class × its rate) × multipliers + web searches × their price, where the
/// rates are those of the length tier its whole prompt falls in. It is rounded once, to the nano-dollar, half to even.
/// Sums of such amounts are exact and do not depend on order.
/// </remarks>
public sealed class CostCalculator
{
    private const string StandardSpeed = "standard";

    /// <summary>Creates a calculator.</summary>
    /// <param name="prices">The price book.</param>
    /// <param name="mode">Which cost counts where one was reported; default <see cref="CostMode.Auto"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="prices"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mode"/> is not a defined value.</exception>
    public CostCalculator(PriceBook prices, CostMode mode = CostMode.Auto)
    {
        ArgumentNullException.ThrowIfNull(prices);
        if (mode is < CostMode.Auto or > CostMode.Display)
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, $"The cost mode is {(int)mode}; use Auto, Calculate or Display.");
        }

        Prices = prices;
        Mode = mode;
    }

    /// <summary>The price book in use.</summary>
    public PriceBook Prices { get; }

    /// <summary>Which cost counts where one was reported.</summary>
    public CostMode Mode { get; }

    /// <summary>The cost of tokens at the standard speed of the model's vendor.</summary>
    /// <param name="model">The model as the source wrote it, or <see langword="null"/> when unknown.</param>
    /// <param name="tokens">The tokens of one request.</param>
    /// <param name="at">When it ran.</param>
    /// <param name="reportedCost">The cost the source reported, in USD, or <see langword="null"/>.</param>
    /// <returns>The cost, or why there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The reported cost is negative or above 9.2 billion USD.</exception>
    public PricedCost Calculate(string? model, TokenCounts tokens, DateTimeOffset at, decimal? reportedCost = null) =>
        Calculate(new CostRequest { Model = model, Tokens = tokens, At = at, ReportedCost = reportedCost });

    /// <summary>The cost of one request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>
    /// The cost, or why there is none. No tokens cost 0 whatever the model: nothing was spent, so 0 is true and not a
    /// guess.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The reported cost is negative or above 9.2 billion USD.</exception>
    public PricedCost Calculate(in CostRequest request)
    {
        decimal? reported = Reported(request);
        return Mode switch
        {
            CostMode.Display when reported is null => new PricedCost { Amount = null, Source = CostSource.None },
            CostMode.Calculate => Compute(request),
            _ when reported is not null => new PricedCost { Amount = reported, Source = CostSource.Reported },
            _ => Compute(request),
        };
    }

    private static decimal? Reported(in CostRequest request)
    {
        if (request.ReportedCost is not { } cost)
        {
            return null;
        }

        if (cost < 0 || !NanoDollars.TryQuantise(cost, out decimal quantised))
        {
            throw new ArgumentOutOfRangeException(
                nameof(request),
                cost,
                string.Create(CultureInfo.InvariantCulture, $"The reported cost is {cost} USD; allowed are 0 to 9.2 billion. Pass null when the source reported none."));
        }

        return quantised;
    }

    private PricedCost Compute(in CostRequest request)
    {
        if (request.Tokens.IsZero)
        {
            return new PricedCost { Amount = 0m, Source = CostSource.Computed, PriceVersion = Prices.Version };
        }

        if (Prices.Find(request.Model, request.Provider, request.At, out UnpricedReason reason) is not { } match)
        {
            return Unpriced(reason);
        }

        if (!TryMultiplier(match.Price, request, out decimal multiplier))
        {
            return Unpriced(UnpricedReason.UnknownSpeed);
        }

        TokenCounts tokens = request.Tokens;
        LengthTier? tier = match.Price.TierFor(tokens.TotalInput);
        decimal amount = (tier?.Rates ?? match.Price.Rates).Cost(tokens) * multiplier;
        amount += tokens.WebSearchRequests * (match.Price.WebSearch ?? 0m);
        if (!NanoDollars.TryQuantise(amount, out decimal quantised))
        {
            return Unpriced(UnpricedReason.OutOfRange);
        }

        return new PricedCost
        {
            Amount = quantised,
            Source = CostSource.Computed,
            PriceVersion = Prices.Version,
            Match = match,
            LengthTier = tier,
            Multiplier = multiplier,
            UnpricedWebSearchRequests = match.Price.WebSearch is null ? tokens.WebSearchRequests : 0,
        };
    }

    /// <summary>A speed without a rate is an unknown price; a region without one is at the base rate, as published.</summary>
    private static bool TryMultiplier(ModelPrice price, in CostRequest request, out decimal multiplier)
    {
        multiplier = 1m;
        if (!string.IsNullOrEmpty(request.Speed) && !request.Speed.Equals(StandardSpeed, StringComparison.OrdinalIgnoreCase))
        {
            if (!price.Multipliers.TryGetValue(request.Speed, out decimal speed))
            {
                return false;
            }

            multiplier = speed;
        }

        if (request.InferenceGeo is { Length: > 0 } && price.Multipliers.TryGetValue(request.InferenceGeo, out decimal geo))
        {
            multiplier *= geo;
        }

        return true;
    }

    private static PricedCost Unpriced(UnpricedReason reason) =>
        new() { Amount = null, Source = CostSource.Unpriced, Reason = reason };
}
