namespace Shannon.Analytics.Resources;

/// <summary>The processes of this machine at one moment.</summary>
internal abstract class ProcessSnapshot
{
    /// <summary>Looks at the machine now.</summary>
    internal static ProcessSnapshot Take()
    {
        try
        {
            return OperatingSystem.IsLinux() ? LinuxProcesses.Read() : new PortableProcesses();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A container need not have /proc.
            return new PortableProcesses();
        }
    }

    /// <summary>A process, first, and all it started, as far as the system tells; empty if it has ended.</summary>
    internal abstract IReadOnlyList<ProcessEntry> TreeOf(int id);
}
