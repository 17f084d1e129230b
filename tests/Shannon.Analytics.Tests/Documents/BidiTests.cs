using System.Text;
using Shannon.Analytics.Documents.Text;

namespace Shannon.Analytics.Tests.Documents;

/// <summary>Hebrew letters stand for all that run to the left; the expected orders are those of the Unicode Bidirectional Algorithm.</summary>
public class BidiTests
{
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("אבג", "גבא")]
    [InlineData("abc אבג def", "abc גבא def")]
    [InlineData("אבג abc", "abc גבא")]
    [InlineData("אבג 123", "123 גבא")]
    [InlineData("abc אבג 123", "abc 123 גבא")]
    [InlineData("אבג 1,234.5 דה", "הד 1,234.5 גבא")]
    [InlineData("אב $5 גד", "דג $5 בא")]
    [InlineData("אב 50% גד", "דג 50% בא")]
    [InlineData("a (אב) b", "a (בא) b")]
    [InlineData("\u200Eאב abc", "\u200Eבא abc")]
    [InlineData("ab12 אב", "ab12 בא")]
    [InlineData("السعر 12:30", "12:30 رعسلا")]
    public void Levels_GiveTheVisualOrder(string logical, string visual)
    {
        Rune[] runes = [.. logical.EnumerateRunes()];
        byte[] levels = Bidi.Levels(runes);
        (Rune Rune, byte Level)[] ordered = Bidi.Reorder([.. runes.Select((rune, index) => (rune, levels[index]))], one => one.Item2);
        Assert.Equal(visual, string.Concat(ordered.Select(one => one.Rune.ToString())));
    }

    [Theory]
    [InlineData("plain, 123", false)]
    [InlineData("中文 日本語 😀", false)]
    [InlineData("שלום", true)]
    [InlineData("مرحبا", true)]
    public void IsNeeded_OnlyForScriptsThatRunToTheLeft(string text, bool needed) => Assert.Equal(needed, Bidi.IsNeeded(text));
}
