using System.Text;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

public class LiteLlmOverrideTests
{
    private const string Map = """
        {
          "sample_spec": { "input_cost_per_token": "LiteLLM Info", "mode": "one of chat, embedding, …" },
          "claude-sonnet-4-5": {
            "litellm_provider": "anthropic", "mode": "chat", "max_input_tokens": 200000, "max_output_tokens": 64000,
            "deprecation_date": "2027-01-01", "supports_vision": true,
            "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
            "cache_creation_input_token_cost": 3.75e-06, "cache_creation_input_token_cost_above_1hr": 6e-06, "cache_read_input_token_cost": 3e-07,
            "input_cost_per_token_above_200k_tokens": 6E-6, "output_cost_per_token_above_200k_tokens": 2.25e-05,
            "cache_creation_input_token_cost_above_200k_tokens": 7.5e-06, "cache_read_input_token_cost_above_200k_tokens": 6e-07,
            "search_context_cost_per_query": { "search_context_size_low": 0.01, "search_context_size_medium": 0.02, "search_context_size_high": 0.03 },
            "provider_specific_entry": { "us": 1.1, "fast": 6.0, "note": "not a factor" }
          },
          "us.anthropic.claude-sonnet-4-5-20250929-v1:0": {
            "litellm_provider": "bedrock_converse", "mode": "chat", "input_cost_per_token": 3.3e-06, "output_cost_per_token": 1.65e-05
          },
          "vertex_ai/claude-sonnet-4-5@20250929": {
            "litellm_provider": "vertex_ai-anthropic_models", "mode": "chat", "input_cost_per_token": 0.0000031, "output_cost_per_token": 1.55e-05
          },
          "text-embedding-x": { "litellm_provider": "openai", "mode": "embedding", "input_cost_per_token": 2e-08, "output_cost_per_token": 0.0 },
          "small-embedding-x": { "litellm_provider": "openai", "mode": "embedding", "input_cost_per_token": 1e-08 },
          "image-x": { "litellm_provider": "openai", "mode": "image_generation", "input_cost_per_image": 0.04, "input_cost_per_token": -1 },
          "speech-x": { "litellm_provider": "openai", "mode": "audio_speech", "input_cost_per_character": 1.5e-05 },
          "hourly-x": { "litellm_provider": "bedrock", "mode": "chat", "input_cost_per_second": 0.01, "output_cost_per_second": 0.01 }
        }
        """;

    [Fact]
    public async Task WithOverridesAsync_Map_ReadsEveryFieldExactly()
    {
        PriceBook book = await SomePrices.FromJsonAsync(Map);
        Assert.True(book.TryFind("claude-sonnet-4-5", null, SomePrices.Now, out PriceMatch? match));
        Assert.Equal(
            new TokenRates { Input = 0.000003m, Output = 0.000015m, CacheRead = 0.0000003m, CacheWrite5m = 0.00000375m, CacheWrite1h = 0.000006m },
            match.Price.Rates);
        LengthTier tier = Assert.Single(match.Price.LengthTiers);
        Assert.Equal(200_000, tier.AboveTokens);
        Assert.Equal(
            new TokenRates { Input = 0.000006m, Output = 0.0000225m, CacheRead = 0.0000006m, CacheWrite5m = 0.0000075m, CacheWrite1h = 0.000012m },
            tier.Rates);
        Assert.Equal(0.02m, match.Price.WebSearch);
        Assert.Equal([("fast", 6m), ("us", 1.1m)], match.Price.Multipliers.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task WithOverridesAsync_Map_CountsEveryRow()
    {
        PriceBook book = await SomePrices.FromJsonAsync(Map);
        Assert.Equal((5, 3, 0), (book.LastOverride!.AppliedRows, book.LastOverride.NotTokenPricedRows, book.LastOverride.InvalidRows));
        Assert.Equal(0.02m, SomePrices.InputPerMillion(book, "text-embedding-x"));
        Assert.Null(SomePrices.InputPerMillion(book, "sample_spec"));
        Assert.Null(SomePrices.InputPerMillion(book, "image-x"));
        Assert.Null(SomePrices.InputPerMillion(book, "hourly-x", "bedrock"));
    }

    [Theory]
    [InlineData("claude-sonnet-4-5-20250929", null, 3)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", null, 3.3)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws.bedrock", 3.3)]
    [InlineData("vertex_ai/claude-sonnet-4-5@20250929", null, 3.1)]
    [InlineData("claude-sonnet-4-5@20250929", "gcp.vertex_ai", 3.1)]
    public async Task WithOverridesAsync_ProviderRows_ArePricedApart(string model, string? provider, double expected) =>
        Assert.Equal((decimal)expected, SomePrices.InputPerMillion(await SomePrices.FromJsonAsync(Map), model, provider));

    [Fact]
    public async Task WithOverridesAsync_MissingCachePrices_AreDerivedInEachTier()
    {
        PriceBook book = await SomePrices.FromJsonAsync("""
            { "claude-x-1": { "input_cost_per_token": 4e-6, "output_cost_per_token": 20e-6, "input_cost_per_token_above_128k_tokens": 8e-6 } }
            """);
        Assert.True(book.TryFind("claude-x-1", "anthropic", SomePrices.Now, out PriceMatch? match));
        Assert.Equal(TokenRates.Create(0.000004m, 0.00002m), match.Price.Rates);
        LengthTier tier = Assert.Single(match.Price.LengthTiers);
        Assert.Equal(128_000, tier.AboveTokens);
        Assert.Equal(TokenRates.Create(0.000008m, 0.00002m, 0.0000008m, 0.00001m, 0.000016m), tier.Rates);
        Assert.Null(match.Price.WebSearch);
    }

    [Fact]
    public async Task WithOverridesAsync_HourPriceOfATier_IsRead()
    {
        PriceBook book = await SomePrices.FromJsonAsync("""
            { "claude-x-1": { "input_cost_per_token": 4e-6, "output_cost_per_token": 20e-6, "input_cost_per_token_above_200k_tokens": 8e-6,
                              "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 17e-6 } }
            """);
        Assert.True(book.TryFind("claude-x-1", null, SomePrices.Now, out PriceMatch? match));
        Assert.Equal(0.000017m, Assert.Single(match.Price.LengthTiers).Rates.CacheWrite1h);
        Assert.Equal(0.000008m, match.Price.Rates.CacheWrite1h);
    }

    [Fact]
    public async Task WithOverridesAsync_EffectiveFrom_DatesTheRow()
    {
        PriceBook book = await SomePrices.FromJsonAsync("""
            { "claude-opus-5": { "input_cost_per_token": 6e-6, "output_cost_per_token": 30e-6, "effective_from": "2026-12-01" },
              "anthropic/claude-opus-5": { "input_cost_per_token": 7e-6, "output_cost_per_token": 35e-6, "effective_from": "2027-01-01T08:00:00+08:00" } }
            """);
        Assert.Equal(5m, SomePrices.InputPerMillion(book, "claude-opus-5", at: SomePrices.Day(2026, 12, 1).AddTicks(-1)));
        Assert.Equal(6m, SomePrices.InputPerMillion(book, "claude-opus-5", at: SomePrices.Day(2026, 12, 1)));
        Assert.Equal(7m, SomePrices.InputPerMillion(book, "claude-opus-5", at: SomePrices.Day(2027, 1, 1)));
    }

    [Fact]
    public async Task Version_SamePricesFromAFileAndFromObjects_IsTheSame()
    {
        PriceBook file = await SomePrices.FromJsonAsync("""{ "anthropic/claude-x-1": { "output_cost_per_token": 15.0e-6, "input_cost_per_token": 0.0000030 } }""");
        Assert.Equal(SomePrices.Book(SomePrices.Row("claude-x-1", 3)).Version, file.Version);
    }

    [Theory]
    [InlineData("\"input_cost_per_token\": -3e-6, \"output_cost_per_token\": 15e-6", "input_cost_per_token", "0 or more")]
    [InlineData("\"input_cost_per_token\": 3, \"output_cost_per_token\": 15e-6", "input_cost_per_token", "per million")]
    [InlineData("\"input_cost_per_token\": \"3e-6\", \"output_cost_per_token\": 15e-6", "input_cost_per_token", "JSON number")]
    [InlineData("\"input_cost_per_token\": \"NaN\", \"output_cost_per_token\": 15e-6", "input_cost_per_token", "\"NaN\"")]
    [InlineData("\"input_cost_per_token\": 1e-40, \"output_cost_per_token\": 15e-6", "input_cost_per_token", "range")]
    [InlineData("\"input_cost_per_token\": 1e400, \"output_cost_per_token\": 15e-6", "input_cost_per_token", "range")]
    [InlineData("\"input_cost_per_token\": 3e-6", "output_cost_per_token", "missing")]
    [InlineData("\"output_cost_per_token\": 3e-6", "input_cost_per_token", "missing")]
    [InlineData("\"input_cost_per_token\": 15e-6, \"output_cost_per_token\": 75e-6, \"cache_creation_input_token_cost\": 18.75e-6, \"cache_creation_input_token_cost_above_1hr\": 6e-6", "cache_creation_input_token_cost_above_1hr", "five-minute")]
    [InlineData("\"input_cost_per_token\": 2.5e-7, \"output_cost_per_token\": 1.25e-6, \"cache_creation_input_token_cost\": 3e-7, \"cache_creation_input_token_cost_above_1hr\": 6e-6", "cache_creation_input_token_cost_above_1hr", "10 times")]
    [InlineData("\"input_cost_per_token\": 3e-6, \"output_cost_per_token\": 15e-6, \"output_cost_per_token_above_200k_tokens\": -1", "output_cost_per_token_above_200k_tokens", "0 or more")]
    [InlineData("\"input_cost_per_token\": 3e-6, \"output_cost_per_token\": 15e-6, \"cache_read_input_token_cost\": 2", "cache_read_input_token_cost", "per million")]
    [InlineData("\"input_cost_per_token\": 3e-6, \"output_cost_per_token\": 15e-6, \"cache_creation_input_token_cost\": 2", "cache_creation_input_token_cost", "per million")]
    [InlineData("\"input_cost_per_token\": 0.9, \"output_cost_per_token\": 0.9, \"cache_creation_input_token_cost\": 0.9", "cache_creation_input_token_cost_above_1hr", "per million")]
    [InlineData("\"input_cost_per_token\": -3e-6, \"output_cost_per_token\": 15e-6, \"output_cost_per_token_above_200k_tokens\": 20e-6", "input_cost_per_token", "0 or more")]
    [InlineData("\"input_cost_per_token\": 3e-6, \"output_cost_per_token\": 15e-6, \"search_context_cost_per_query\": 11", "search_context_cost_per_query", "per search")]
    [InlineData("\"input_cost_per_token\": 3e-6, \"output_cost_per_token\": 15e-6, \"provider_specific_entry\": {\"fast\": -2}", "provider_specific_entry.fast", "above 0")]
    [InlineData("\"input_cost_per_token\": 3e-6, \"output_cost_per_token\": 15e-6, \"provider_specific_entry\": 2", "provider_specific_entry", "object")]
    [InlineData("\"input_cost_per_token\": 3e-6, \"output_cost_per_token\": 15e-6, \"effective_from\": \"next week\"", "effective_from", "ISO 8601")]
    [InlineData("\"input_cost_per_token\": 3e-6, \"output_cost_per_token\": 15e-6, \"litellm_provider\": 7", "litellm_provider", "name")]
    public async Task WithOverridesAsync_BadField_IsRefusedByName(string fields, string field, string hint)
    {
        PriceFormatException refused = await SomePrices.RefusedAsync($$"""{ "claude-x-1": { {{fields}} } }""");
        PriceRowError error = Assert.Single(refused.Errors);
        Assert.Equal(("claude-x-1", field), (error.Row, error.Field));
        Assert.Contains(hint, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithOverridesAsync_SeveralBadRows_AreReportedTogetherAndNothingIsApplied()
    {
        PriceFormatException refused = await SomePrices.RefusedAsync("""
            { "claude-opus-5": { "input_cost_per_token": 6e-6, "output_cost_per_token": 30e-6 },
              "claude-x-1": { "input_cost_per_token": -1, "output_cost_per_token": 2 },
              "claude-x-2": 5,
              "mystery": { "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6 },
              "anthropic/claude-opus-5": { "input_cost_per_token": 9e-6, "output_cost_per_token": 30e-6 } }
            """);
        Assert.Equal(
            [("claude-x-1", "input_cost_per_token"), ("claude-x-1", "output_cost_per_token"), ("claude-x-2", ""), ("mystery", "litellm_provider"), ("anthropic/claude-opus-5", "")],
            refused.Errors.Select(error => (error.Row, error.Field)));
        Assert.Equal(5m, SomePrices.InputPerMillion(PriceBook.Default, "claude-opus-5"));
    }

    [Fact]
    public async Task WithOverridesAsync_SkippingInvalidRows_TakesAPublicMapWithItsKnownMistakes()
    {
        PriceBook book = await SomePrices.FromJsonAsync(
            """
            { "claude-opus-5": { "input_cost_per_token": 6e-6, "output_cost_per_token": 30e-6 },
              "claude-3-opus-20240229": { "litellm_provider": "anthropic", "input_cost_per_token": 15e-6, "output_cost_per_token": 75e-6,
                "cache_creation_input_token_cost": 18.75e-6, "cache_creation_input_token_cost_above_1hr": 6e-6, "cache_read_input_token_cost": 1.5e-6 },
              "image-x": { "mode": "image_generation" } }
            """,
            skipInvalid: true);
        Assert.Equal((1, 1, 1), (book.LastOverride!.AppliedRows, book.LastOverride.NotTokenPricedRows, book.LastOverride.InvalidRows));
        Assert.Equal("claude-3-opus-20240229", Assert.Single(book.LastOverride.Errors).Row);
        Assert.Equal(6m, SomePrices.InputPerMillion(book, "claude-opus-5"));
        Assert.Equal(15m, SomePrices.InputPerMillion(book, "claude-3-opus-20240229"));
    }

    [Theory]
    [InlineData("""{ "claude-x-1": { "output_cost_per_token": 1e-6, "input_cost_per_token": NaN } }""", "'claude-x-1', field input_cost_per_token")]
    [InlineData("""{ "claude-x-1": { "output_cost_per_token": 1e-6 """, "'claude-x-1', field output_cost_per_token")]
    [InlineData("""{ "claude-x-1": oops }""", "'claude-x-1'")]
    [InlineData("", "before any row")]
    [InlineData("[]", "Array")]
    [InlineData("3", "Number")]
    [InlineData("""{ "\ud800": { "mode": "chat" } }""", "not valid text")]
    [InlineData("""{ "claude-x-1": { "mode": "\udc00" } }""", "not valid text")]
    public async Task WithOverridesAsync_BrokenFile_IsRefusedSayingWhere(string text, string where)
    {
        PriceFormatException refused = await SomePrices.RefusedAsync(text);
        Assert.Contains(where, refused.Message, StringComparison.Ordinal);
        Assert.Empty(refused.Errors);
    }

    [Fact]
    public async Task WithOverridesAsync_TooLarge_IsRefusedWithoutReadingOn()
    {
        using EndlessStream stream = new();
        await Assert.ThrowsAsync<PriceFormatException>(() => PriceBook.Default.WithOverridesAsync(stream));
        Assert.InRange(stream.BytesRead, PriceLimits.MaxFileBytes, PriceLimits.MaxFileBytes + (1 << 20));
    }

    [Fact]
    public async Task WithOverridesAsync_Cancelled_Throws()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Map));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PriceBook.Default.WithOverridesAsync(stream, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task WithOverrideFileAsync_FileWithByteOrderMark_IsRead()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            await File.WriteAllTextAsync(path, Map, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            PriceBook book = await PriceBook.Default.WithOverrideFileAsync(path);
            Assert.Equal((await SomePrices.FromJsonAsync(Map)).Version, book.Version);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task WithOverrideFileAsync_NoSuchFile_ThrowsFileNotFound() =>
        await Assert.ThrowsAsync<FileNotFoundException>(() => PriceBook.Default.WithOverrideFileAsync(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json")));

    [Fact]
    public async Task WithOverridesAsync_MutatedMaps_GiveABookOrATypedError()
    {
        byte[] map = Encoding.UTF8.GetBytes(Map);
        ulong state = 20261101;
        for (int round = 0; round < 2000; round++)
        {
            byte[] mutated = (byte[])map.Clone();
            for (int edit = 0; edit < 3; edit++)
            {
                mutated[Next() % (ulong)mutated.Length] = (byte)Next();
            }

            using MemoryStream stream = new(mutated, 0, (int)(Next() % (ulong)mutated.Length));
            try
            {
                PriceBook book = await PriceBook.Default.WithOverridesAsync(stream, new PriceOverrideOptions { SkipInvalidRows = round % 2 == 0 });
                Assert.NotEmpty(book.Version);
            }
            catch (PriceFormatException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }

        // xorshift64: any fixed stream of bytes will do, the same on every run.
        ulong Next()
        {
            state ^= state << 13;
            state ^= state >> 7;
            return state ^= state << 17;
        }
    }

    private sealed class EndlessStream : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => BytesRead; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            BytesRead += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
