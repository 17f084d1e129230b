using Shannon.Analytics.Reporting.Charts;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Writes figures, charts, texts and recommendations.</summary>
internal sealed class HtmlBlocks(Html html, ReportValueFormat format)
{
    private const double WideChart = 880;
    private const double NarrowChart = 360;

    private readonly HtmlTables _tables = new(html, format);

    internal void Write(ReportBlock block, string id)
    {
        switch (block)
        {
            case KeyFiguresBlock figures:
                Title(block, id);
                Figures(figures.Figures);
                break;
            case TableBlock table:
                Title(block, id);
                _tables.Write(table, id);
                break;
            case ChartBlock chart:
                Chart(chart, id);
                break;
            case TextBlock text:
                Title(block, id);
                Paragraphs(text);
                break;
            case RecommendationsBlock advice:
                Title(block, id);
                // One level below the title of the block, or below that of the section if it has none.
                Recommendations(advice.Items, advice.Title is null ? "h3" : "h4");
                break;
        }
    }

    private void Title(ReportBlock block, string id)
    {
        if (block.Title is { } title)
        {
            html.Raw($"<h3 id=\"{id}-title\">").Text(title).Raw("</h3>\n");
        }
    }

    private void Figures(IReadOnlyList<KeyFigure> figures)
    {
        html.Raw("<dl class=\"figures\">\n");
        foreach (KeyFigure figure in figures)
        {
            html.Raw("<div class=\"figure\">").Element("dt", figure.Label).Raw("<dd class=\"value\">");
            Value(figure.Value, figure.Unit);
            html.Raw("</dd>");
            if (figure.Change is { } change)
            {
                string tone = change.Tone switch { ChangeTone.Good => "good", ChangeTone.Bad => "bad", _ => "neutral" };
                html.Raw($"<dd class=\"change\"><span class=\"{tone}\">").Text(format.Change(change)).Raw("</span>");
                if (change.Against is { } against)
                {
                    html.Raw(" ").Text(against);
                }

                html.Raw("</dd>");
            }

            if (figure.Note is { } note)
            {
                html.Element("dd class=\"note\"", note);
            }

            html.Raw("</div>\n");
        }

        html.Raw("</dl>\n");
    }

    private void Value(ReportValue value, string? unit)
    {
        html.Text(format.Readable(value));
        if (!value.IsMissing && !string.IsNullOrEmpty(unit))
        {
            html.Raw(" ").Element("span class=\"unit\"", unit);
        }
    }

    private void Chart(ChartBlock chart, string id)
    {
        html.Raw($"<figure class=\"chart\"{(chart.Title is null ? string.Empty : $" aria-labelledby=\"{id}-title\"")}>\n");
        if (chart.Title is { } title)
        {
            html.Raw($"<figcaption><h3 id=\"{id}-title\">").Text(title).Raw("</h3></figcaption>\n");
        }

        string description = chart.Description ?? ChartDescription.Of(chart, format);
        SvgWriter.Write(html, ChartLayout.Create(chart, format, WideChart), "wide", description);
        SvgWriter.Write(html, ChartLayout.Create(chart, format, NarrowChart), "narrow", description);
        TableBlock points = chart.ToTable();
        if (points.Rows.Count > 0)
        {
            html.Raw("<details class=\"data\"><summary>Show the data<span class=\"hidden\"> of ").Text(chart.Title ?? chart.YAxis.Title).Raw("</span></summary>\n");
            _tables.Write(points, id + "-data");
            html.Raw("</details>\n");
        }

        html.Raw("</figure>\n");
    }

    private void Paragraphs(TextBlock text)
    {
        string tone = text.Tone switch { TextTone.Warning => "warning", TextTone.Note => "remark", _ => "plain" };
        html.Raw($"<div class=\"text {tone}\">");
        foreach (string paragraph in text.Paragraphs)
        {
            html.Raw("<p>");
            if (text.Tone == TextTone.Warning)
            {
                html.Raw("<strong>Warning:</strong> ");
            }

            html.Text(paragraph).Raw("</p>");
        }

        html.Raw("</div>\n");
    }

    private void Recommendations(IReadOnlyList<RecommendationItem> items, string heading)
    {
        html.Raw("<ol class=\"advice\">\n");
        foreach (RecommendationItem item in items)
        {
            html.Raw("<li><div class=\"advice-head\">").Element(heading, item.Title);
            if (!item.Saving.IsMissing)
            {
                html.Raw("<p class=\"saving\">Saves about <strong>").Text(format.Readable(item.Saving)).Raw("</strong>");
                if (item.SavingNote is { } note)
                {
                    html.Raw(" ").Text(note);
                }

                html.Raw("</p>");
            }

            html.Raw("</div>");
            if (item.Text is { } text)
            {
                html.Element("p", text);
            }

            Evidence(item.Evidence);
            html.Raw("</li>\n");
        }

        html.Raw("</ol>\n");
    }

    private void Evidence(IReadOnlyList<KeyFigure> evidence)
    {
        if (evidence.Count == 0)
        {
            return;
        }

        html.Raw("<dl class=\"evidence\">");
        foreach (KeyFigure figure in evidence)
        {
            html.Raw("<div>").Element("dt", figure.Label).Raw("<dd>");
            Value(figure.Value, figure.Unit);
            if (figure.Note is { } note)
            {
                html.Raw(" ").Element("span class=\"note\"", note);
            }

            html.Raw("</dd></div>");
        }

        html.Raw("</dl>");
    }
}
