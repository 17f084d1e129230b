using Shannon.Analytics.Documents.Excel;

namespace Shannon.Analytics.Tests.Documents;

public class SheetNamesTests
{
    [Theory]
    [InlineData("Overview", "Overview")]
    [InlineData("a[b]c:d*e?f/g\\h", "a b c d e f g h")]
    [InlineData("'quoted'", "quoted")]
    [InlineData("", "Sheet")]
    [InlineData("[]:*?/\\", "Sheet")]
    [InlineData("History", "History (2)")]
    [InlineData("a\u0007b", "a b")]
    [InlineData("A name that is much longer than thirty-one characters", "A name that is much longer than")]
    public void Take_GivesTheNearestAllowedName(string wished, string name) => Assert.Equal(name, new SheetNames().Take(wished));

    [Fact]
    public void Take_OfATakenName_NumbersItWhateverTheCase()
    {
        var names = new SheetNames();
        Assert.Equal("Usage", names.Take("Usage"));
        Assert.Equal("usage (2)", names.Take("usage"));
        Assert.Equal("Usage (3)", names.Take("Usage"));
    }

    [Fact]
    public void Take_OfManyLongNames_KeepsThemApartAndShort()
    {
        var names = new SheetNames();
        string[] taken = [.. Enumerable.Range(0, 200).Select(_ => names.Take(string.Concat(Enumerable.Repeat("😀", 20))))];
        Assert.Equal(200, taken.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(taken, name => Assert.True(name.Length <= 31 && !name.Any(letter => char.IsSurrogate(letter)) || name.EnumerateRunes().All(rune => rune.Value != 0xFFFD)));
    }
}
