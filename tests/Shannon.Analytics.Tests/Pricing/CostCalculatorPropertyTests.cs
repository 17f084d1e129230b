using System.Numerics;
using CsCheck;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

public class CostCalculatorPropertyTests
{
    private const string Seed = "0000KOIPe036";
    private static readonly CostCalculator Calculator = new(PriceBook.Default);
    private static readonly Gen<string> Model = Gen.OneOf([.. PriceBook.Default.Prices.Select(row => Gen.Const(row.Model))]);

    /// <summary>Small enough that the sum of two requests stays below every length tier.</summary>
    private static readonly Gen<TokenCounts> Short = Counts(10_000);
    private static readonly Gen<TokenCounts> AnyLength = Counts(400_000);

    [Fact]
    public void Calculate_AnyRequest_EqualsIntegerArithmetic() =>
        ForAll(Gen.Select(Model, AnyLength, Gen.OneOf(Gen.Const((string?)null), Gen.Const((string?)"us"))), example =>
        {
            (string model, TokenCounts tokens, string? geo) = example;
            PricedCost cost = Calculator.Calculate(new CostRequest { Model = model, Tokens = tokens, InferenceGeo = geo, At = SomePrices.Now });
            Assert.Equal(Oracle(cost, tokens), new BigInteger(cost.Amount!.Value * 1_000_000_000m));
        });

    [Fact]
    public void Calculate_WithinATier_IsAdditive() =>
        ForAll(Gen.Select(Model, Short, Short), example =>
        {
            (string model, TokenCounts a, TokenCounts b) = example;
            Assert.Equal(Amount(model, a) + Amount(model, b), Amount(model, Sum(a, b)));
        });

    [Fact]
    public void Calculate_MoreTokens_NeverCostLess() =>
        ForAll(Gen.Select(Model, AnyLength, AnyLength), example =>
        {
            (string model, TokenCounts a, TokenCounts b) = example;
            Assert.True(Amount(model, Sum(a, b)) >= Amount(model, a));
        });

    [Fact]
    public void Calculate_ManyRequests_SumToTheSameInAnyOrder() =>
        ForAll(
            Gen.Select(Model, AnyLength).Array[2, 40].SelectMany(requests => Gen.Shuffle(requests).Select(shuffled => (requests, shuffled))),
            example => Assert.Equal(Total(example.requests), Total(example.shuffled)));

    /// <summary>One array from one seed: the same examples on every run and machine.</summary>
    private static void ForAll<T>(Gen<T> examples, Action<T> check) =>
        examples.Array[1000].Sample(batch => Array.ForEach(batch, check), seed: Seed, iter: 1, threads: 1);

    private static decimal Total((string Model, TokenCounts Tokens)[] requests) => requests.Sum(request => Amount(request.Model, request.Tokens));

    private static Gen<TokenCounts> Counts(long max) =>
        Gen.Select(Gen.Long[0, max], Gen.Long[0, max], Gen.Long[0, max], Gen.Long[0, max], Gen.Long[0, max], Gen.Long[0, 20])
            .Select((input, output, read, write5m, write1h, searches) => new TokenCounts
            {
                Input = input,
                Output = output,
                CacheRead = read,
                CacheWrite5m = write5m,
                CacheWrite1h = write1h,
                WebSearchRequests = searches,
            });

    private static TokenCounts Sum(TokenCounts a, TokenCounts b) => new()
    {
        Input = a.Input + b.Input,
        Output = a.Output + b.Output,
        CacheRead = a.CacheRead + b.CacheRead,
        CacheWrite5m = a.CacheWrite5m + b.CacheWrite5m,
        CacheWrite1h = a.CacheWrite1h + b.CacheWrite1h,
        WebSearchRequests = a.WebSearchRequests + b.WebSearchRequests,
    };

    /// <summary>Nano-dollars by integers alone. Every shipped rate is a whole number of nano-dollars, even times 1.1.</summary>
    private static BigInteger Oracle(PricedCost cost, TokenCounts tokens)
    {
        ModelPrice price = cost.Match!.Price;
        TokenRates rates = price.Rates;
        foreach (LengthTier tier in price.LengthTiers)
        {
            rates = tokens.Input + tokens.CacheRead + tokens.CacheWrite5m + tokens.CacheWrite1h > tier.AboveTokens ? tier.Rates : rates;
        }

        BigInteger tokensCost = (tokens.Input * Nano(rates.Input)) + (tokens.Output * Nano(rates.Output)) + (tokens.CacheRead * Nano(rates.CacheRead))
            + (tokens.CacheWrite5m * Nano(rates.CacheWrite5m)) + (tokens.CacheWrite1h * Nano(rates.CacheWrite1h));
        BigInteger tenths = tokensCost * (cost.Multiplier == 1.1m ? 11 : 10);
        BigInteger rounded = BigInteger.DivRem(tenths, 10, out BigInteger rest);
        rounded += rest > 5 || (rest == 5 && !rounded.IsEven) ? 1 : 0;
        return rounded + (tokens.WebSearchRequests * (BigInteger)10_000_000);
    }

    private static BigInteger Nano(decimal perToken)
    {
        decimal nano = perToken * 1_000_000_000m;
        Assert.Equal(decimal.Truncate(nano), nano);
        return new BigInteger(nano);
    }

    private static decimal Amount(string model, TokenCounts tokens) => Calculator.Calculate(model, tokens, SomePrices.Now).Amount!.Value;
}
