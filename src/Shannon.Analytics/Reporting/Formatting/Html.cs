using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Builds HTML: markup is written as it is, everything else is encoded.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();

    internal Html Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Text between tags or within a quoted attribute. What acts becomes visible, what is markup becomes text.</summary>
    internal Html Text(string text)
    {
        _text.Append(Encoder.Encode(ReportValueFormat.Visible(text)));
        return this;
    }

    /// <summary>An element that holds text.</summary>
    internal Html Element(string tag, string text) => Raw("<").Raw(tag).Raw(">").Text(text).Raw("</").Raw(tag.Split(' ')[0]).Raw(">");

    public override string ToString() => _text.ToString();
}
