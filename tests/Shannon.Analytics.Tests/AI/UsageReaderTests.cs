using CsCheck;
using Microsoft.Extensions.AI;
using Shannon.Analytics.AI;
using Shannon.Analytics.AI.Usage;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.AI;

/// <summary>Tokens as each client reports them: never counted twice.</summary>
public class UsageReaderTests
{
    [Fact]
    public void Read_OpenAi_CachedAndReasoningTokensAreParts()
    {
        ChatUsage usage = Read(new UsageDetails { InputTokenCount = 2006, OutputTokenCount = 300, TotalTokenCount = 2306, CachedInputTokenCount = 1920, ReasoningTokenCount = 120 });

        Assert.Equal(new TokenCounts { Input = 86, CacheRead = 1920, Output = 300 }, usage.Tokens);
        Assert.Equal(120, usage.Reasoning);
        Assert.Equal(2306, usage.Total);
    }

    [Fact]
    public void Read_EarlyOpenAi_FindsThePartsAmongAdditionalCounts()
    {
        ChatUsage usage = Read(new UsageDetails
        {
            InputTokenCount = 100,
            OutputTokenCount = 50,
            AdditionalCounts = new() { ["InputTokenDetails.CachedTokenCount"] = 80, ["OutputTokenDetails.ReasoningTokenCount"] = 20, ["OutputTokenDetails.AudioTokenCount"] = 7 },
        });

        Assert.Equal(new TokenCounts { Input = 20, CacheRead = 80, Output = 50 }, usage.Tokens);
        Assert.Equal(20, usage.Reasoning);
    }

    [Fact]
    public void Read_Anthropic_InputIncludesReadsAndWrites()
    {
        ChatUsage usage = Read(new UsageDetails
        {
            InputTokenCount = 10 + 700 + 200,
            OutputTokenCount = 5,
            TotalTokenCount = 915,
            CachedInputTokenCount = 700,
            AdditionalCounts = new() { ["CacheCreationInputTokens"] = 200, ["WebSearchRequests"] = 2 },
        });

        Assert.Equal(new TokenCounts { Input = 10, CacheRead = 700, CacheWrite5m = 200, Output = 5, WebSearchRequests = 2 }, usage.Tokens);
    }

    [Theory]
    [InlineData(10, 700, 200)]
    [InlineData(5000, 700, 200)]
    [InlineData(5000, 0, 200)]
    public void Read_AnthropicSdk_InputExcludesReadsAndWrites(long input, long reads, long writes)
    {
        ChatUsage usage = Read(new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = 5,
            TotalTokenCount = input + 5,
            AdditionalCounts = new() { ["CacheCreationInputTokens"] = writes, ["CacheReadInputTokens"] = reads },
        });

        Assert.Equal(new TokenCounts { Input = input, CacheRead = reads, CacheWrite5m = writes, Output = 5 }, usage.Tokens);
    }

    [Fact]
    public void Read_Ollama_DurationsAmongTheCountsAreNoTokens()
    {
        ChatUsage usage = Read(new UsageDetails
        {
            InputTokenCount = 26,
            OutputTokenCount = 298,
            TotalTokenCount = 324,
            AdditionalCounts = new() { ["load_duration"] = 5_025_959, ["total_duration"] = 5_043_500_667, ["eval_duration"] = 4_709_213_000 },
        });

        Assert.Equal(new TokenCounts { Input = 26, Output = 298 }, usage.Tokens);
        Assert.Null(usage.Reasoning);
    }

    [Fact]
    public void Read_MoreCachedThanInput_TheyAreApart() =>
        Assert.Equal(new TokenCounts { Input = 10, CacheRead = 700 }, Read(new UsageDetails { InputTokenCount = 10, CachedInputTokenCount = 700 }).Tokens);

    [Fact]
    public void Read_TotalThatOnlyAddsUpApart_TheyAreApart() =>
        Assert.Equal(new TokenCounts { Input = 900, CacheRead = 700, Output = 5 }, Read(new UsageDetails { InputTokenCount = 900, CachedInputTokenCount = 700, OutputTokenCount = 5, TotalTokenCount = 1605 }).Tokens);

    [Theory]
    [InlineData(CachedTokenCounting.WithinInput, 200)]
    [InlineData(CachedTokenCounting.ApartFromInput, 900)]
    public void Read_CountingThatIsGiven_IsHeeded(CachedTokenCounting counting, long input) =>
        Assert.Equal(input, UsageReader.Read(new UsageDetails { InputTokenCount = 900, CachedInputTokenCount = 700 }, counting)!.Tokens.Input);

    [Fact]
    public void Read_NothingSaid_IsUnknownAndNotZero()
    {
        Assert.Null(UsageReader.Read(null, CachedTokenCounting.Auto));
        Assert.Null(UsageReader.Read(new UsageDetails { TotalTokenCount = 5 }, CachedTokenCounting.Auto));
        Assert.Equal(new TokenCounts { Output = 3 }, Read(new UsageDetails { InputTokenCount = -4, OutputTokenCount = 3 }).Tokens);
    }

    [Fact]
    public void Read_TheSameTokensInEveryShape_AreTheSame() =>
        Gen.Select(Gen.Long[0, 10_000], Gen.Long[0, 10_000], Gen.Long[0, 10_000], Gen.Long[0, 10_000]).Sample((fresh, reads, writes, output) =>
        {
            TokenCounts truth = new() { Input = fresh, CacheRead = reads, CacheWrite5m = writes, Output = output };
            UsageDetails within = new() { InputTokenCount = fresh + reads + writes, OutputTokenCount = output, TotalTokenCount = fresh + reads + writes + output, CachedInputTokenCount = reads, AdditionalCounts = new() { ["CacheCreationInputTokens"] = writes } };
            UsageDetails apart = new() { InputTokenCount = fresh, OutputTokenCount = output, TotalTokenCount = fresh + output, AdditionalCounts = new() { ["CacheReadInputTokens"] = reads, ["CacheCreationInputTokens"] = writes } };
            return Read(within).Tokens == truth && Read(apart).Tokens == truth && Read(within).Total == fresh + reads + writes + output;
        });

    private static ChatUsage Read(UsageDetails usage) => UsageReader.Read(usage, CachedTokenCounting.Auto)!;
}
