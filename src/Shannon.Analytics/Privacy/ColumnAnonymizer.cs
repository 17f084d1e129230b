using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Privacy;

/// <summary>Anonymises a batch of columns: each different text of a dictionary once, and column by column otherwise.</summary>
internal static class ColumnAnonymizer
{
    internal static ColumnBatch Apply(ValueAnonymizer values, ColumnBatch batch)
    {
        TextValues? sessions = Map(batch.Sessions, text => values.Id(FieldNames.SessionId, text));
        TextValues? users = Map(batch.Users, text => values.Id(FieldNames.UserId, text));
        TextValues? projects = Map(batch.Projects, text => values.Id(FieldNames.Project, text));
        var attributes = batch.Attributes.Select(column => Attribute(values, column)).ToList();
        return batch with
        {
            Names = Map(batch.Names, text => text is null ? null : values.Name(text, MetricLimits.MaxNameLength))!,
            Sessions = sessions,
            Users = users,
            Projects = projects,
            Models = Map(batch.Models, text => values.Id(FieldNames.Model, text)),
            Keys = Keys(values, batch, batch.Keys, sessions, users, projects),
            Aliases = Keys(values, batch, batch.Aliases, sessions, users, projects),
            Measurements = Measurements(values, batch, attributes),
            Attributes = attributes,
        };
    }

    private static TextValues? Keys(ValueAnonymizer values, ColumnBatch batch, TextValues? keys, TextValues? sessions, TextValues? users, TextValues? projects)
    {
        if (keys is null)
        {
            return null;
        }

        var mapped = new string?[batch.Count];
        for (int row = 0; row < mapped.Length; row++)
        {
            mapped[row] = values.Key(
                keys.At(row),
                [(batch.Sessions?.At(row), sessions?.At(row)), (batch.Users?.At(row), users?.At(row)), (batch.Projects?.At(row), projects?.At(row))]);
        }

        return TextValues.Of(mapped);
    }

    // What is no number any more becomes an attribute, unless there is one of that name, which is anonymised like it.
    private static List<MeasurementColumn> Measurements(ValueAnonymizer values, ColumnBatch batch, List<AttributeColumn> attributes)
    {
        var kept = new List<MeasurementColumn>(batch.Measurements.Count);
        foreach (MeasurementColumn column in batch.Measurements)
        {
            string name = values.Name(column.Name, MetricLimits.MaxFieldNameLength);
            if (values.MethodOf(column.Name) is not { } method)
            {
                kept.Add(column with { Name = name });
                continue;
            }

            var mapped = new AttributeValue[batch.Count];
            for (int row = 0; row < mapped.Length; row++)
            {
                mapped[row] = column.Present.IsEmpty || column.Present.Span[row] ? values.Attribute(column.Name, column.Values.Span[row]) : default;
            }

            if (method == AnonymizationMethod.Generalize)
            {
                kept.Add(column with { Name = name, Values = Array.ConvertAll(mapped, value => value.RawNumber) });
            }
            else if (!attributes.Exists(attribute => string.Equals(attribute.Name, name, StringComparison.Ordinal)))
            {
                attributes.Add(AttributeColumn.OfValues(name, mapped));
            }
        }

        return kept;
    }

    private static AttributeColumn Attribute(ValueAnonymizer values, AttributeColumn column)
    {
        string name = values.Name(column.Name, MetricLimits.MaxFieldNameLength);
        if (column.Text is { } text)
        {
            return AttributeColumn.OfText(name, Map(text, value => value is null ? null : values.Attribute(column.Name, value).Text)!);
        }

        if (column.Numbers is { } numbers)
        {
            return values.MethodOf(column.Name) is null
                ? AttributeColumn.OfNumbers(name, numbers)
                : AttributeColumn.OfValues(name, Array.ConvertAll(numbers.ToArray(), number => values.Attribute(column.Name, number)));
        }

        return column.Mixed is { } mixed
            ? AttributeColumn.OfValues(name, Array.ConvertAll(mixed.ToArray(), value => values.Attribute(column.Name, value)))
            : AttributeColumn.OfConstant(name, values.Attribute(column.Name, column.ConstantValue));
    }

    private static TextValues? Map(TextValues? column, Func<string?, string?> map) => column switch
    {
        null => null,
        { Codes: { } codes } => TextValues.OfCodes(Array.ConvertAll(column.Dictionary!, text => map(text)), codes),
        { Values: { } texts } => TextValues.Of(MapEach(texts, map)),
        _ => TextValues.Constant(map(column.ConstantValue)),
    };

    // The same text often stands in many rows, one after the other above all.
    private static string?[] MapEach(string?[] texts, Func<string?, string?> map)
    {
        var mapped = new string?[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            mapped[i] = i > 0 && string.Equals(texts[i], texts[i - 1], StringComparison.Ordinal) ? mapped[i - 1] : map(texts[i]);
        }

        return mapped;
    }
}
