namespace Shannon.Analytics.Reporting;

/// <summary>Why a report could not be written to a file.</summary>
public enum ReportExportProblem
{
    /// <summary>No formatter of that name is registered.</summary>
    UnknownFormat,

    /// <summary>The path leads out of the base directory.</summary>
    OutsideBaseDirectory,

    /// <summary>There is a file already, and it may not be replaced.</summary>
    FileExists,

    /// <summary>The folder cannot be made or the file cannot be written: access is denied, the disk is full, the path is a folder.</summary>
    WriteFailed,
}
