using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

public class ModelNameTests
{
    [Theory]
    [InlineData("claude-opus-4-6", null, "", "claude-opus-4-6")]
    [InlineData("Claude-Opus-4-6", null, "", "claude-opus-4-6")]
    [InlineData(" claude-opus-4-6 ", null, "", "claude-opus-4-6")]
    [InlineData("claude-opus-4-6[1m]", null, "", "claude-opus-4-6")]
    [InlineData("claude-sonnet-4-5-20250929[1M]", null, "", "claude-sonnet-4-5-20250929")]
    [InlineData("anthropic/claude-opus-4-6", "anthropic", "", "claude-opus-4-6")]
    [InlineData("bedrock/anthropic.claude-sonnet-4-20250514-v1:0", "bedrock", "", "claude-sonnet-4-20250514")]
    [InlineData("anthropic.claude-opus-4-6-v1", "bedrock", "", "claude-opus-4-6")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock", "us", "claude-sonnet-4-5-20250929")]
    [InlineData("global.anthropic.claude-haiku-4-5-20251001-v1:0", "bedrock", "global", "claude-haiku-4-5-20251001")]
    [InlineData("bedrock/us-east-1/6-month-commitment/anthropic.claude-v2:1", "bedrock", "us-east-1/6-month-commitment", "claude-v2:1")]
    [InlineData("anthropic.claude-3-haiku-20240307-v1:0:48k", "bedrock", "", "claude-3-haiku-20240307:48k")]
    [InlineData("anthropic.claude-instant-v1", "bedrock", "", "claude-instant-v1")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:inference-profile/eu.anthropic.claude-opus-4-6-v1", "bedrock", "eu", "claude-opus-4-6")]
    [InlineData("vertex_ai/claude-sonnet-4@20250514", "vertex_ai", "", "claude-sonnet-4-20250514")]
    [InlineData("vertex_ai/claude-opus-4-6@default", "vertex_ai", "", "claude-opus-4-6")]
    [InlineData("azure_ai/claude-opus-4-6", "azure_ai", "", "claude-opus-4-6")]
    [InlineData("openrouter/anthropic/claude-opus-4.6", "openrouter", "", "claude-opus-4.6")]
    [InlineData("deepseek/deepseek-v3", "deepseek", "", "deepseek-v3")]
    [InlineData("gpt-5", null, "", "gpt-5")]
    [InlineData("claude-x@2025", null, "", "claude-x@2025")]
    [InlineData("[1m]", null, "", "[1m]")]
    [InlineData("/", null, "", "/")]
    public void Parse_Spelling_TakesItApart(string text, string? provider, string region, string id) =>
        Assert.Equal(new ModelName(provider, region, id), ModelName.Parse(text));

    [Theory]
    [InlineData("claude-haiku-4-5-20251001", "claude-haiku-4-5")]
    [InlineData("claude-haiku-4-5", "claude-haiku-4-5")]
    [InlineData("claude-haiku-4-5-20251341", "claude-haiku-4-5-20251341")]
    [InlineData("model-2025100", "model-2025100")]
    [InlineData("-20251001", "-20251001")]
    public void WithoutDate_Id_CutsOnlyARealDate(string id, string expected) => Assert.Equal(expected, ModelName.WithoutDate(id));

    [Theory]
    [InlineData("aws.bedrock", "bedrock")]
    [InlineData("Bedrock_Converse", "bedrock")]
    [InlineData("vertex_ai-anthropic_models", "vertex_ai")]
    [InlineData("gcp.vertex_ai", "vertex_ai")]
    [InlineData("foundry", "azure_ai")]
    [InlineData("firstParty", "anthropic")]
    [InlineData("Somebody", "somebody")]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    public void Canonicalise_Provider_GivesOneName(string? given, string? expected) => Assert.Equal(expected, ProviderNames.Canonicalise(given));
}
