using System.Globalization;
using System.Text.Json;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// Reads a price file in the format of LiteLLM's model_prices_and_context_window.json: one object, model → fields. Knows
/// nothing about overriding; it turns text into rows and lists what it could not.
/// </summary>
internal static class LiteLlmPriceReader
{
    /// <summary>The file documents itself in a row of this name.</summary>
    private const string DocumentationRow = "sample_spec";

    private static ReadOnlySpan<byte> Utf8ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static async Task<PriceRows> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> text = await ReadAllAsync(stream, cancellationToken).ConfigureAwait(false);
        if (text.Span.StartsWith(Utf8ByteOrderMark))
        {
            text = text[Utf8ByteOrderMark.Length..];
        }

        return Read(text);
    }

    private static PriceRows Read(ReadOnlyMemory<byte> text)
    {
        using JsonDocument document = Parse(text);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new PriceFormatException(
                $"The price file holds a JSON {document.RootElement.ValueKind}; it has to be one object of model names and their prices.");
        }

        try
        {
            return Read(document.RootElement);
        }
        catch (InvalidOperationException notText)
        {
            // JsonDocument checks the escapes of a string only when the string is asked for.
            throw new PriceFormatException("The price file has a name that is not valid text (half of a surrogate pair); nothing was applied.", notText);
        }
    }

    private static PriceRows Read(JsonElement table)
    {
        PriceRows rows = new(PriceRowFields.LiteLlm);
        foreach (JsonProperty row in table.EnumerateObject())
        {
            if (row.NameEquals(DocumentationRow))
            {
                continue;
            }

            LiteLlmPriceRow parsed = LiteLlmPriceRow.Parse(row.Name, row.Value);
            if (parsed.Errors.Count > 0)
            {
                rows.AddInvalid(parsed.Errors);
            }
            else if (parsed.Price is { } price)
            {
                rows.Add(price);
            }
            else
            {
                rows.SkipNotTokenPriced();
            }
        }

        return rows;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException broken)
        {
            (string row, string field) = LocateFault(text.Span);
            string where = row.Length == 0 ? "before any row" : $"in row '{row}'{(field.Length == 0 ? string.Empty : $", field {field}")}";
            throw new PriceFormatException(
                string.Create(CultureInfo.InvariantCulture, $"The price file is not valid JSON {where} (line {broken.LineNumber + 1}); nothing was applied. NaN and Infinity are not JSON: remove the field."),
                broken);
        }
    }

    /// <summary>Reads up to the fault, to name the row and field it is in. The parser itself tells only the line.</summary>
    private static (string Row, string Field) LocateFault(ReadOnlySpan<byte> text)
    {
        string row = string.Empty;
        string field = string.Empty;
        Utf8JsonReader reader = new(text);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                {
                    row = reader.GetString()!;
                    field = string.Empty;
                }
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2)
                {
                    field = reader.GetString()!;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Here is the fault; what was read before it is the answer.
        }

        return (row, field);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        using MemoryStream text = new();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (text.Length + read > PriceLimits.MaxFileBytes)
            {
                throw new PriceFormatException(
                    $"The price file is larger than {PriceLimits.MaxFileBytes} bytes; a price map has a few megabytes. Check that it is the right file.");
            }

            text.Write(buffer, 0, read);
        }

        return text.ToArray();
    }
}
