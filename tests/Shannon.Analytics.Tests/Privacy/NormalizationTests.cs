using System.Globalization;
using System.Text;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Privacy.Normalization;

namespace Shannon.Analytics.Tests.Privacy;

public class NormalizationTests
{
    internal static string Samples => Path.Combine(AppContext.BaseDirectory, "Privacy", "NormalizationSamples.txt");

    [Fact]
    public void Normalize_RandomTexts_IsWhatAnotherImplementationMakes()
    {
        string[] lines = [.. File.ReadLines(Samples).Skip(1)];
        Assert.Equal(1_500, lines.Length);
        Assert.All(lines, line =>
        {
            (string text, string normal) = Parse(line);
            Assert.Equal(normal, CompatibilityForm.Normalize(text));
            Assert.Equal(normal, CompatibilityForm.Normalize(normal));
        });
    }

    [Theory]
    [InlineData("Jose\u0301", "Jos\u00E9")]
    [InlineData("\uFF21\uFF44\uFF41", "Ada")]
    [InlineData("\uFB01ne", "fine")]
    [InlineData("a\u200Bd\u00ADa\uFEFF", "ada")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("Stra\u00DFe", "Stra\u00DFe")]
    public void Normalize_Text_HasOneForm(string text, string normal) => Assert.Equal(normal, TextNormalizer.Normalize(text));

    [Fact]
    public void Normalize_HalfAPair_IsReplaced() => Assert.Equal("half \uFFFD", TextNormalizer.Normalize("half " + '\uD800'));

    [Fact]
    public async Task Normalize_AMillionMarksInTheWrongOrder_IsDoneInNoTime()
    {
        string text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 500_000));
        string normal = await Task.Run(() => TextNormalizer.Normalize(text), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.StartsWith("\u1EA1\u0323", normal, StringComparison.Ordinal);
    }

    internal static (string Text, string Normal) Parse(string line)
    {
        string[] sides = line.Split(';');
        return (Of(sides[0]), Of(sides[1]));
    }

    private static string Of(string points) =>
        string.Concat(points.Split(' ').Select(point => new Rune(int.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));
}
