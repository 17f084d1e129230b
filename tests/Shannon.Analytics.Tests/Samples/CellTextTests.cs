using ClaudeUsage.Output;

namespace Shannon.Analytics.Tests.Samples;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("日本語", 6)]
    [InlineData("🎉", 2)]
    public void Width_WideCharacters_CountTwice(string text, int expected) => Assert.Equal(expected, CellText.Width(text));

    [Theory]
    [InlineData("abcdefgh", 5, Cut.End, "abcd…")]
    [InlineData("abcdefgh", 5, Cut.Start, "…efgh")]
    [InlineData("abcdefgh", 8, Cut.End, "abcdefgh")]
    [InlineData("abcdefgh", 1, Cut.Start, "…")]
    [InlineData("abcdefgh", 0, Cut.Start, "")]
    [InlineData("日本語日本語", 6, Cut.End, "日本…")]
    public void Shorten_TooLong_FitsAndShowsWhereItWasCut(string text, int width, int cut, string expected) =>
        Assert.Equal(expected, CellText.Shorten(text, width, (Cut)cut));

    [Fact]
    public void Shorten_JoinedEmoji_IsNeverTornApart()
    {
        string family = "👩‍👩‍👧";
        for (int width = 1; width < 12; width++)
        {
            string text = CellText.Shorten("ab" + family + "cdefghij", width, Cut.End);
            Assert.True(CellText.Width(text) <= width);
            Assert.True(text.Contains(family, StringComparison.Ordinal) || !text.Contains('\u200D', StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Sanitise_ControlCodes_AreReplaced()
    {
        Assert.Equal("a\uFFFD[31mb\uFFFD\uFFFDc\uFFFD", CellText.Sanitise("a\u001b[31mb\r\nc\u202e"));
        Assert.Equal("実験 🧪 👩‍👩‍👧", CellText.Sanitise("実験 🧪 👩‍👩‍👧"));
    }
}
