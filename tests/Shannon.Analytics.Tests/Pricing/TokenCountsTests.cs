using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

public class TokenCountsTests
{
    [Fact]
    public void Default_IsZero_AndNothingToBill()
    {
        Assert.True(default(TokenCounts).IsZero);
        Assert.Equal(0, default(TokenCounts).TotalInput);
    }

    [Fact]
    public void IsZero_OnlyAWebSearch_IsFalse() => Assert.False(new TokenCounts { WebSearchRequests = 1 }.IsZero);

    [Fact]
    public void TotalInput_AllClasses_CountsInputReadsAndWritesButNotOutput()
    {
        TokenCounts counts = new() { Input = 1, Output = 1000, CacheRead = 20, CacheWrite5m = 300, CacheWrite1h = 4000 };
        Assert.Equal(4321, counts.TotalInput);
    }

    [Fact]
    public void TotalInput_BeyondInt64_StopsAtTheMaximum() =>
        Assert.Equal(long.MaxValue, new TokenCounts { Input = long.MaxValue, CacheRead = long.MaxValue }.TotalInput);

    [Fact]
    public void Init_NegativeCount_ThrowsNamingTheField()
    {
        Assert.Equal("Input", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenCounts { Input = -1 }).ParamName);
        Assert.Equal("Output", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenCounts { Output = -1 }).ParamName);
        Assert.Equal("CacheRead", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenCounts { CacheRead = -1 }).ParamName);
        Assert.Equal("CacheWrite5m", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenCounts { CacheWrite5m = -1 }).ParamName);
        Assert.Equal("CacheWrite1h", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenCounts { CacheWrite1h = -1 }).ParamName);
        Assert.Equal("WebSearchRequests", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenCounts { WebSearchRequests = -1 }).ParamName);
    }
}
