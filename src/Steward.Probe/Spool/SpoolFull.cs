// The spool cannot take more: the disk is full or the limit is reached. Nothing was taken, and nothing taken before is lost.
namespace Steward.Probe.Spool;

sealed class SpoolFullException(string reason, Exception? inner = null) : Exception(reason, inner);
