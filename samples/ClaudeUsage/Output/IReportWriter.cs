namespace ClaudeUsage.Output;

/// <summary>Puts a report on the screen, or into a pipe.</summary>
internal interface IReportWriter
{
    /// <summary>Cells that the frame of a table takes: for each column, and once.</summary>
    (int Between, int Edges) Frame { get; }

    void Heading(string text);

    void Table(TableText table);

    /// <summary>A line of the summary; long ones are wrapped under their text.</summary>
    void Line(string label, string text, bool warning = false);

    void Blank();
}
