from django.dispatch import Signal

process_cell_outbox = Signal()
process_control_outbox = Signal()
