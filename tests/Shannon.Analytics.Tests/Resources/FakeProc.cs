using System.Globalization;
using Shannon.Analytics.Resources;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Resources;

/// <summary>A <c>/proc</c> of a test's own.</summary>
internal sealed class FakeProc : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>CPU times in hundredths of a second.</summary>
    internal FakeProc With(int id, int parent, int session = 0, long birth = 1, long cpu = 0, long reaped = 0, string? io = "rchar: 0\nread_bytes: 0\nwrite_bytes: 0\n")
    {
        string folder = Directory.CreateDirectory(_folder.File(id.ToString(CultureInfo.InvariantCulture))).FullName;
        File.WriteAllText(Path.Combine(folder, "stat"), string.Create(CultureInfo.InvariantCulture, $"{id} (x) S {parent} {id} {session} 0 -1 0 0 0 0 0 {cpu} 0 {reaped} 0 20 0 1 0 {birth} 0 256 0\n"));
        File.Delete(Path.Combine(folder, "io"));
        if (io is not null)
        {
            File.WriteAllText(Path.Combine(folder, "io"), io);
        }

        return this;
    }

    internal FakeProc WithFile(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        File.WriteAllText(_folder.File(path), text);
        return this;
    }

    internal FakeProc Without(int id)
    {
        Directory.Delete(_folder.File(id.ToString(CultureInfo.InvariantCulture)), recursive: true);
        return this;
    }

    internal ProcessSnapshot Look() => LinuxProcesses.Read(_folder.FullPath);

    internal int[] TreeOf(int id) => [.. Look().TreeOf(id).Select(entry => entry.Id).Order()];

    public void Dispose() => _folder.Dispose();
}
