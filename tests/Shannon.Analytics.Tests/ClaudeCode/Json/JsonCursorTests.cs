using System.Text;
using System.Text.Json;
using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.Tests.ClaudeCode.Json;

public class JsonCursorTests
{
    // Fragments that make valid and nearly valid JSON alike.
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", "1", "-", "0", "01", "1.5", "1.", "-0.5e+10", "2E", "true", "tru", "false", "null", " ", "\t", "\n",
        "\\", "\\n", "\\u00e9", "\\u12", "\\x", "x", "\u0001", "é", "\"long text that is longer than thirty-two bytes, with \\\"quotes\\\" in it\"",
    ];

    [Fact]
    public void Skip_AnyFragments_AgreesWithTheFrameworksReader()
    {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            AssertAgrees(Encoding.UTF8.GetBytes(string.Concat(random.GetItems(Fragments, random.Next(12)))));
        }
    }

    [Fact]
    public void Skip_MutatedObject_AgreesWithTheFrameworksReader()
    {
        byte[] original = Encoding.UTF8.GetBytes("""{"a":[1,2.5,{"b":"text \"quoted\" and a line\nfeed, well beyond one vector","c":null}],"d":true,"e":{"f":[]},"g":"\u00e9\\"}""");
        byte[] values = [.. "\"\\{}[],:0x \u0001"u8];
        var random = new Random(2);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] text = [.. original];
            for (int change = random.Next(3); change >= 0; change--)
            {
                text[random.Next(text.Length)] = values[random.Next(values.Length)];
            }

            AssertAgrees(text);
        }
    }

    [Fact]
    public void Skip_NestedToTheLimit_IsValidAndBeyondItIsNot()
    {
        Assert.True(Skips(new string('[', JsonCursor.MaxDepth) + new string(']', JsonCursor.MaxDepth)));
        Assert.False(Skips(new string('[', JsonCursor.MaxDepth + 1) + new string(']', JsonCursor.MaxDepth + 1)));
        Assert.False(Skips(new string('[', 5_000_000)));
    }

    [Fact]
    public void StringEnd_AnyText_AgreesWithTheSearchByteByByte()
    {
        byte[] values = [.. "aaaa\\\\nnu0000\"\t"u8];
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] text = random.GetItems(values.AsSpan(0, random.Next(4, values.Length + 1)), random.Next(200));
            bool plainEscaped = false;
            int plain = StringEnd.FindInRest(text, 0, ref plainEscaped);
            Assert.Equal(plain, StringEnd.Find(text, 0, out bool escaped));
            Assert.True(plain < 0 || plainEscaped == escaped);
        }
    }

    private static void AssertAgrees(byte[] text)
    {
        var cursor = new JsonCursor(text);
        cursor.Skip();
        Assert.True(IsValid(text) == (!cursor.Failed && cursor.IsAtEnd), Encoding.UTF8.GetString(text));
    }

    private static bool Skips(string text)
    {
        var cursor = new JsonCursor(Encoding.UTF8.GetBytes(text));
        cursor.Skip();
        return !cursor.Failed && cursor.IsAtEnd;
    }

    private static bool IsValid(byte[] text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            int values = 0;
            while (reader.Read())
            {
                values++;
            }

            return values > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
