using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.Metrics;

public class AttributeValueTests
{
    [Fact]
    public void Conversions_EveryKind_KeepKindAndContent()
    {
        AttributeValue text = "python";
        AttributeValue number = 1.5;
        AttributeValue whole = 42;
        AttributeValue big = 1L << 40;
        AttributeValue truth = true;
        AttributeValue json = AttributeValue.FromJson("{ \"a\" : [1, 2] }");

        Assert.Equal((AttributeKind.Text, "python", null, null), Parts(text));
        Assert.Equal((AttributeKind.Number, null, 1.5, null), Parts(number));
        Assert.Equal((AttributeKind.Number, null, 42.0, null), Parts(whole));
        Assert.Equal((AttributeKind.Number, null, 1099511627776.0, null), Parts(big));
        Assert.Equal((AttributeKind.Boolean, null, null, true), Parts(truth));
        Assert.Equal((AttributeKind.Json, "{\"a\":[1,2]}", null, null), Parts(json));
    }

    [Fact]
    public void None_NullTextDefaultAndJsonNull_AreTheSame()
    {
        Assert.Equal(default, AttributeValue.Of((string?)null));
        Assert.Equal(default, AttributeValue.FromJson("null"));
        Assert.Equal(AttributeKind.None, default(AttributeValue).Kind);
        Assert.NotEqual(default, AttributeValue.Of(string.Empty));
    }

    [Theory]
    [InlineData("\"x\"", AttributeKind.Text, "x")]
    [InlineData("-1.50", AttributeKind.Number, "-1.5")]
    [InlineData("1e3", AttributeKind.Number, "1000")]
    [InlineData("true", AttributeKind.Boolean, "true")]
    [InlineData("false", AttributeKind.Boolean, "false")]
    [InlineData("[ ]", AttributeKind.Json, "[]")]
    [InlineData("null", AttributeKind.None, "")]
    public void FromJson_EveryForm_BecomesItsKind(string json, AttributeKind kind, string shown)
    {
        AttributeValue value = AttributeValue.FromJson(json);
        Assert.Equal(kind, value.Kind);
        Assert.Equal(shown, value.ToString());
    }

    [Fact]
    public void FromJson_NotJson_Throws() => Assert.ThrowsAny<JsonException>(() => AttributeValue.FromJson("{"));

    [Fact]
    public void FromJson_Element_OutlivesItsDocument()
    {
        AttributeValue value;
        using (JsonDocument document = JsonDocument.Parse("{\"deep\":{\"text\":\"é\\u0000\"}}"))
        {
            value = AttributeValue.FromJson(document.RootElement);
        }

        using JsonDocument again = JsonDocument.Parse(value.Text!);
        Assert.Equal("é\0", again.RootElement.GetProperty("deep").GetProperty("text").GetString());
    }

    [Fact]
    public void Equality_SameContentOfAnotherKind_Differs()
    {
        AttributeValue[] values = ["1", 1, true, 0, false, "true", "", default, AttributeValue.FromJson("[1]"), "[1]", -0.0, 0.5];
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = 0; j < values.Length; j++)
            {
                // -0.0 and 0 differ by their bits.
                Assert.Equal(i == j, values[i] == values[j]);
                Assert.Equal(i != j, values[i] != values[j]);
                Assert.Equal(i == j, values[i].Equals((object)values[j]));
            }
        }
    }

    [Fact]
    public void GetHashCode_EqualValues_Agree()
    {
        Assert.Equal(AttributeValue.Of(new string("abc".ToCharArray())).GetHashCode(), AttributeValue.Of("abc").GetHashCode());
        Assert.Equal(((AttributeValue)3).GetHashCode(), AttributeValue.Of(3.0).GetHashCode());
    }

    [Fact]
    public void ToString_Number_IsInvariantAndExact() => Assert.Equal("0.30000000000000004", AttributeValue.Of(0.1 + 0.2).ToString());

    private static (AttributeKind Kind, string? Text, double? Number, bool? Boolean) Parts(AttributeValue value) => (value.Kind, value.Text, value.Number, value.Boolean);
}
