"""The recipe of the Latvian model: from the base weights and the treebank to the files in ``models/lv_hronika``.

``project.yml`` declares the steps and ``make train`` runs them; nothing here is needed to use the model.
"""
