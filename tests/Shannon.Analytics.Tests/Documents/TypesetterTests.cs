using Shannon.Analytics.Documents.Text;

namespace Shannon.Analytics.Tests.Documents;

public class TypesetterTests
{
    private static readonly Typesetter Typesetter = new(new FontSet([]));
    private static readonly TextStyle Style = new(10);

    [Fact]
    public void Lines_BreakBetweenWords()
    {
        IReadOnlyList<string> lines = Typesetter.Lines("one two three four five six seven eight", Style, 80);
        Assert.True(lines.Count > 1);
        Assert.All(lines, line => Assert.True(Typesetter.Width(line, Style) <= 80));
        Assert.Equal("one two three four five six seven eight", string.Join(' ', lines));
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("中文測試中文測試中文測試中文測試中文測試中文測試")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦")]
    [InlineData("a/very/long/path/to/a_file_with-a-long-name/and/more")]
    public void Lines_OfOneLongWord_LoseNothing(string text)
    {
        IReadOnlyList<string> lines = Typesetter.Lines(text, Style, 90);
        Assert.True(lines.Count > 1);
        Assert.All(lines, line => Assert.True(Typesetter.Width(line, Style) <= 90.5));
        Assert.Equal(text, string.Concat(lines));
    }

    [Fact]
    public void Find_ForTheWorldsScripts_HasAFontOfThisPackage()
    {
        var fonts = new FontSet([]);
        foreach (System.Text.Rune rune in "aßΩЖאعहবதไ中文日あア한글😀→∑▲⟨␀".EnumerateRunes())
        {
            Assert.NotNull(fonts.Find(rune.Value, bold: false));
        }
    }

    [Fact]
    public void Width_OfACharacterThatNoFontHas_IsThatOfItsCode()
    {
        string unassigned = char.ConvertFromUtf32(0x10FFFD);
        Assert.Equal(Typesetter.Width("[U+10FFFD]", Style), Typesetter.Width(unassigned, Style), 1);
    }

    [Fact]
    public async Task Width_FromManyThreads_IsTheSame()
    {
        const string Text = "abc שלום 中文 हिन्दी 😀";
        double expected = Typesetter.Width(Text, Style);
        double[] widths = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Typesetter.Width(Text, Style), TestContext.Current.CancellationToken)));
        Assert.All(widths, width => Assert.Equal(expected, width));
    }
}
