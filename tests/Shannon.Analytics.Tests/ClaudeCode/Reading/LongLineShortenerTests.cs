using System.Text;
using System.Text.Json;
using Shannon.Analytics.ClaudeCode.Reading;

namespace Shannon.Analytics.Tests.ClaudeCode.Reading;

public class LongLineShortenerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void Add_LongStringsInPiecesOfAnySize_KeepsStructureAndBeginnings(int pieceSize)
    {
        // Escapes of both lengths stand around the place where the text is cut.
        string text = string.Concat(Enumerable.Repeat("ab\\n\\u00e9\\\"\\\\", 20_000));
        byte[] line = Encoding.UTF8.GetBytes($$"""{"a":"short \" text","b":["{{text}}",{"c":"{{text}}"}],"d":[1,2,3]}""");
        var shortener = new LongLineShortener();
        foreach (byte[] piece in line.Chunk(pieceSize))
        {
            shortener.Add(piece);
        }

        using JsonDocument kept = JsonDocument.Parse(shortener.Kept.ToArray());
        using JsonDocument whole = JsonDocument.Parse(line);
        Assert.Equal("short \" text", kept.RootElement.GetProperty("a").GetString());
        Assert.Equal([1, 2, 3], kept.RootElement.GetProperty("d").EnumerateArray().Select(item => item.GetInt32()));
        string cut = kept.RootElement.GetProperty("b")[1].GetProperty("c").GetString()!;
        Assert.StartsWith(cut, whole.RootElement.GetProperty("b")[1].GetProperty("c").GetString(), StringComparison.Ordinal);
        Assert.InRange(shortener.Kept.Length, LongLineShortener.KeptPerString * 2, (LongLineShortener.KeptPerString * 2) + 200);
    }

    [Theory]
    [InlineData("{\"a\":\"open")]
    [InlineData("{\"a\":1]")]
    [InlineData("{\"a\":\"b\\")]
    public void Add_BrokenLine_StaysBroken(string line)
    {
        var shortener = new LongLineShortener();
        shortener.Add(Encoding.UTF8.GetBytes(line));
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(shortener.Kept.ToArray()));
    }
}
